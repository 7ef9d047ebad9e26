package dev.vouch.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;

/**
 * Vends, a thousand at a time, until what one costs stands still: the compilers have then done what
 * they will do. How long that takes, and what the vends before it cost, is a figure of its own,
 * since an instance may not live that long.
 */
@NullMarked
final class WarmUp {
  static final int THOUSAND = 1_000;

  /** So many thousands in a row have to be no cheaper than the one before them. */
  private static final int STILL = 3;

  private static final double CHEAPER = 0.97;

  private final Vends vends;
  private final int longest;

  /** The columns of {@link Warm#row}. */
  static final String HEADER =
      """
      | compilers | the first 1,000 vends | stands still after | processor time then |
      | --- | --- | --- | --- |
      """;

  /** Makes a thousand vends. */
  interface Vends {
    /** The processor time of one of them, in milliseconds. */
    double thousand() throws Exception;
  }

  /**
   * What was seen, in milliseconds of processor time for each vend.
   *
   * @param first of the first thousand
   * @param vends made, all in all
   * @param last of the last three thousand
   * @param still whether it stood still in the end
   */
  record Warm(double first, int vends, double last, boolean still) {
    String row(String compilers) {
      return String.format(
          Locale.ROOT,
          "| %s | %.2f ms | %s%,d vends | %.2f ms |%n",
          compilers,
          first,
          still ? "" : "more than ",
          vends,
          last);
    }
  }

  /**
   * @param longest thousands of vends at most
   */
  WarmUp(Vends vends, int longest) {
    this.vends = vends;
    this.longest = longest;
  }

  /** Three thousands in a row that are not 3 % cheaper than the cheapest before are the end. */
  Warm run() throws Exception {
    List<Double> costs = new ArrayList<>();
    double cheapest = Double.MAX_VALUE;
    int since = 0;
    while (costs.size() < longest && since < STILL) {
      double cost = vends.thousand();
      costs.add(cost);
      since = cost < CHEAPER * cheapest ? 0 : since + 1;
      cheapest = Math.min(cheapest, cost);
    }
    double last =
        costs.subList(Math.max(0, costs.size() - STILL), costs.size()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow();
    return new Warm(costs.getFirst(), costs.size() * THOUSAND, last, since == STILL);
  }
}

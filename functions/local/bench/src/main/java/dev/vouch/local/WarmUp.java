package dev.vouch.local;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;

/**
 * Vends until what one costs stands still: the compiler has then done what it will do. How long
 * that takes, and what the vends before it cost, is a figure of its own, since an instance may not
 * live that long.
 */
@NullMarked
final class WarmUp {
  private static final int WINDOW = 1_000;
  private static final double STANDS_STILL = 0.03;
  private static final double NANOSECONDS_PER_MS = 1e6;

  private final Load vends;
  private final CallRecorder recorder;
  private final String function;
  private final int longest;

  /** The columns of {@link Warm#row}. */
  static final String HEADER =
      """
      | compilers | the first 1,000 vends, mean | stands still after | processor time then, median |
      | --- | --- | --- | --- |
      """;

  /**
   * What was seen.
   *
   * @param first mean of the first thousand, milliseconds
   * @param vends made, all in all
   * @param median of the last thousand, milliseconds
   * @param still whether it stood still in the end
   */
  record Warm(double first, int vends, double median, boolean still) {
    String row(String compilers) {
      return String.format(
          Locale.ROOT,
          "| %s | %.2f ms | %s%,d vends | %.2f ms |%n",
          compilers,
          first,
          still ? "" : "more than ",
          vends,
          median);
    }
  }

  /**
   * @param function whose processor time counts, by its logical id
   * @param longest thousands of vends at most, 2 or more
   */
  WarmUp(Load vends, CallRecorder recorder, String function, int longest) {
    this.vends = vends;
    this.recorder = recorder;
    this.function = function;
    this.longest = longest;
  }

  /** Two windows in a row whose medians differ by less than 3 % are the end. */
  Warm run() {
    List<Long> window = window();
    double first = mean(window);
    double before = median(window);
    for (int windows = 2; windows <= longest; windows++) {
      double median = median(window());
      if (Math.abs(median - before) < STANDS_STILL * before) {
        return new Warm(first, windows * WINDOW, median, true);
      }
      before = median;
    }
    return new Warm(first, longest * WINDOW, before, false);
  }

  /** Processor time of each vend of the next thousand, in ascending order. */
  private List<Long> window() {
    recorder.clear();
    vends.make(WINDOW);
    return recorder.spent(function);
  }

  private static double mean(List<Long> spent) {
    return spent.stream().mapToLong(Long::longValue).average().orElseThrow() / NANOSECONDS_PER_MS;
  }

  private static double median(List<Long> spent) {
    return spent.get(spent.size() / 2) / NANOSECONDS_PER_MS;
  }
}

package dev.vouch.local.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the starts of one kind took. */
public final class Figure {
  private static final double NANOSECONDS_PER_MS = 1e6;

  private final List<Long> took = new ArrayList<>();
  private final List<Long> processor = new ArrayList<>();

  /** Nothing yet. */
  public Figure() {}

  /** One more start. */
  public void add(ColdStart.Outcome outcome) {
    took.add(outcome.spawn());
    processor.add(outcome.processor());
  }

  /** One more first request. */
  public void addRequest(ColdStart.Outcome outcome) {
    took.add(outcome.request());
  }

  /** In ms. */
  public double median() {
    return median(took);
  }

  /** Median time and median processor time, as two columns of a table. */
  public String columns() {
    return String.format(Locale.ROOT, "%.0f ms | %.0f ms", median(took), median(processor));
  }

  /** How many times the floor. */
  public String over(Figure floor) {
    return String.format(Locale.ROOT, "%.1f", median() / floor.median());
  }

  private static double median(List<Long> all) {
    List<Long> sorted = all.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / NANOSECONDS_PER_MS;
  }
}

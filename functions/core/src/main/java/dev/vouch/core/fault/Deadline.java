package dev.vouch.core.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When the request at hand has to be answered. It goes with the thread that answers, so that a call
 * deep inside knows what is left without being told.
 */
public final class Deadline {
  private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

  private final LongSupplier nanos;
  private final long end;

  private Deadline(LongSupplier nanos, long end) {
    this.nanos = nanos;
    this.end = end;
  }

  /**
   * Answers a request, with the deadline in force.
   *
   * @param nanos a clock in nanoseconds that only goes forward
   */
  public static <T> T within(Duration total, LongSupplier nanos, Supplier<T> request) {
    Deadline deadline = new Deadline(nanos, nanos.getAsLong() + total.toNanos());
    return ScopedValue.where(CURRENT, deadline).call(request::get);
  }

  /** Whether so much time is left, or no request is at hand. */
  public static boolean leaves(Duration needed) {
    return left().map(left -> left.compareTo(needed) >= 0).orElse(true);
  }

  /** What is left, negative afterwards; empty where no request is at hand. */
  public static Optional<Duration> left() {
    return CURRENT.isBound()
        ? Optional.of(Duration.ofNanos(CURRENT.get().end - CURRENT.get().nanos.getAsLong()))
        : Optional.empty();
  }
}

package dev.vouch.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/** Makes calls in two ways: as many as go, and so many a second whatever comes of them. */
@NullMarked
final class Load {
  private static final long SECOND = 1_000_000_000L;
  private static final int CALLERS = 32;

  private final Runnable call;

  /** A load of calls that throw when the answer is not the right one. */
  Load(Runnable call) {
    this.call = call;
  }

  /** Calls a second when two callers for each processor never wait. */
  double saturation(int seconds) throws Exception {
    int callers = 2 * Runtime.getRuntime().availableProcessors();
    AtomicInteger made = new AtomicInteger();
    long end = System.nanoTime() + seconds * SECOND;
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        all.add(
            threads.submit(() -> {
              while (System.nanoTime() < end) {
                call.run();
                made.incrementAndGet();
              }
            }));
      }
      for (Future<?> caller : all) {
        caller.get();
      }
    }
    return (double) made.get() / seconds;
  }

  /** So many calls, one after the other, as one instance gets them. */
  void make(int calls) {
    for (int i = 0; i < calls; i++) {
      call.run();
    }
  }

  /**
   * Calls at a fixed rate. A call that starts late counts from when it was due, so that a stall is
   * seen in every call that it held up.
   *
   * @return nanoseconds, in ascending order
   */
  List<Long> at(double rate, int seconds) throws Exception {
    int calls = Math.max(1, (int) (rate * seconds));
    long begin = System.nanoTime();
    List<Long> took = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        long due = begin + (long) (i * SECOND / rate);
        all.add(threads.submit(() -> once(due)));
      }
      for (Future<Long> each : all) {
        took.add(each.get());
      }
    }
    took.sort(null);
    return took;
  }

  private long once(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    call.run();
    return System.nanoTime() - due;
  }
}

package dev.vouch.local.aws;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How a test makes AWS fail, by operation, or by the name of a table for all operations on it.
 * Without a script, everything works.
 */
public final class Faults {
  private final Map<String, Queue<Fault>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Fault> lasting = new ConcurrentHashMap<>();
  private volatile CountDownLatch cleared = new CountDownLatch(1);

  /** The next call of this operation that has no fault yet gets this one. */
  public void next(String operation, Fault fault) {
    waiting.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).add(fault);
  }

  /** Every call of this operation gets this fault, once those of {@link #next} are used up. */
  public void always(String operation, Fault fault) {
    lasting.put(operation, fault);
  }

  /** Everything works again; who was kept waiting for an answer is let go without one. */
  public void clear() {
    waiting.clear();
    lasting.clear();
    cleared.countDown();
    cleared = new CountDownLatch(1);
  }

  Fault take(String operation) {
    Queue<Fault> queue = waiting.get(operation);
    Fault next = queue == null ? null : queue.poll();
    return next == null ? lasting.getOrDefault(operation, new Fault.None()) : next;
  }

  /** Waits so long, or until {@link #clear}. */
  void hold(long millis) {
    try {
      cleared.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

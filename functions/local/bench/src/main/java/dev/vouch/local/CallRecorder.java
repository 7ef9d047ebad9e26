package dev.vouch.local;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Notes what each invocation of a function costs. A function answers on one thread, and so do its
 * AWS clients: the thread's processor time is the function's own, without that of the emulated
 * cloud, of compilation and of garbage collection.
 */
@NullMarked
final class CallRecorder implements Consumer<String> {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private static final ThreadLocal<@Nullable Begun> BEGUN = new ThreadLocal<>();
  private final Queue<Invocation> done = new ConcurrentLinkedQueue<>();

  private record Begun(long processor, Map<String, Integer> calls) {}

  /**
   * One invocation.
   *
   * @param function by its logical id
   * @param nanoseconds of processor time
   * @param calls how often each AWS service was called
   */
  record Invocation(String function, long nanoseconds, Map<String, Integer> calls) {}

  @Override
  public void accept(String step) {
    String[] words = step.split(" ", -1);
    Begun before = BEGUN.get();
    switch (words[1]) {
      case "start" -> BEGUN.set(new Begun(threads.getCurrentThreadCpuTime(), new TreeMap<>()));
      case "before" -> {
        if (before != null) {
          before.calls().merge(words[2].substring(0, words[2].indexOf('.')), 1, Integer::sum);
        }
      }
      case "end" -> {
        if (before != null) {
          long spent = threads.getCurrentThreadCpuTime() - before.processor();
          done.add(new Invocation(words[0], spent, before.calls()));
        }
      }
      default -> {}
    }
  }

  /** Forgets what was noted. */
  void clear() {
    done.clear();
  }

  Iterable<Invocation> noted() {
    return done;
  }

  /** Nanoseconds of processor time of each invocation of a function, in ascending order. */
  List<Long> spent(String function) {
    return done.stream()
        .filter(invocation -> invocation.function().equals(function))
        .map(Invocation::nanoseconds)
        .sorted()
        .toList();
  }
}

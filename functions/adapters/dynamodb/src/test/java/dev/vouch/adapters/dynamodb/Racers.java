package dev.vouch.adapters.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Sixty-four instances of a function that want the same thing at the same moment, again. */
final class Racers {
  static final int COUNT = 64;

  private static final int TELL_EVERY = 100;

  private Racers() {}

  /** One instance; the round tells what it goes for. */
  @FunctionalInterface
  interface Racer<T> {
    T race(int round) throws Exception;
  }

  /** What is to hold of the results of each round. */
  @FunctionalInterface
  interface Judge<T> {
    void judge(int round, List<T> results);
  }

  /**
   * Runs every round with the same instances, all of them released at once.
   *
   * @param what is said with the progress of a long race
   */
  static <T> void run(String what, int rounds, IntFunction<Racer<T>> racers, Judge<T> judge)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(COUNT);
    List<Racer<T>> instances = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      instances.add(racers.apply(i));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(COUNT)) {
      for (int round = 0; round < rounds; round++) {
        judge.judge(round, once(threads, start, instances, round));
        if ((round + 1) % TELL_EVERY == 0) {
          System.out.printf("%s: %d of %d rounds%n", what, round + 1, rounds);
        }
      }
    }
  }

  private static <T> List<T> once(
      ExecutorService threads, CyclicBarrier start, List<Racer<T>> instances, int round)
      throws InterruptedException, ExecutionException {
    List<Callable<T>> parts = new ArrayList<>();
    for (Racer<T> racer : instances) {
      parts.add(() -> {
        start.await();
        return racer.race(round);
      });
    }
    List<T> results = new ArrayList<>();
    for (Future<T> part : threads.invokeAll(parts)) {
      results.add(part.get());
    }
    return results;
  }
}

package dev.vouch.core.login;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** The same thing done by several threads at once. */
public final class Race {
  public static final int RUNNERS = 8;

  private Race() {}

  /** Lets every runner do its part, all released at once, and returns what each got. */
  public static <T> List<T> run(IntFunction<Callable<T>> runner) throws Exception {
    var start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(RUNNERS)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < RUNNERS; i++) {
        Callable<T> part = runner.apply(i);
        futures.add(
            threads.submit(() -> {
              start.await();
              return part.call();
            }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}

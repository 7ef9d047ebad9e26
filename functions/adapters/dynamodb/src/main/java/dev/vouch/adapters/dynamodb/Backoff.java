package dev.vouch.adapters.dynamodb;

import dev.vouch.core.fault.Unavailable;
import java.util.concurrent.ThreadLocalRandom;

/** A short pause with jitter between attempts on a contended item. */
final class Backoff {
  private static final int BASE_MILLIS = 8;

  private Backoff() {}

  static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, (long) BASE_MILLIS << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("a table under contention", e);
    }
  }
}

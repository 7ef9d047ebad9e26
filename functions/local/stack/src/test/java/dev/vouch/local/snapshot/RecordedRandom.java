package dev.vouch.local.snapshot;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The process's source of randomness, which notes who draws from it. */
public final class RecordedRandom extends SecureRandomSpi {
  private static final long serialVersionUID = 1L;
  static final Queue<StackTraceElement[]> DRAWS = new ConcurrentLinkedQueue<>();

  /** Makes it the one that {@code new SecureRandom()} takes, and so {@code UUID.randomUUID()}. */
  static final class First extends Provider {
    private static final long serialVersionUID = 1L;

    First() {
      super("Recorded", "1", "notes who draws");
      put("SecureRandom.Recorded", RecordedRandom.class.getName());
    }
  }

  /** As the provider makes it. */
  public RecordedRandom() {}

  @Override
  protected void engineSetSeed(byte[] seed) {}

  @Override
  protected void engineNextBytes(byte[] bytes) {
    DRAWS.add(Thread.currentThread().getStackTrace());
    System.arraycopy(engineGenerateSeed(bytes.length), 0, bytes, 0, bytes.length);
  }

  @Override
  protected byte[] engineGenerateSeed(int count) {
    try {
      return SecureRandom.getInstance("NativePRNG").generateSeed(count);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

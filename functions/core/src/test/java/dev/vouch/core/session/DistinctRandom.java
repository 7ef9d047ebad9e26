package dev.vouch.core.session;

import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that differ at every draw of the whole test run. */
public final class DistinctRandom implements RandomSource {
  private static final AtomicLong DRAWS = new AtomicLong();

  @Override
  public byte[] bytes(int count) {
    var bytes = new ByteArrayOutputStream();
    while (bytes.size() < count) {
      bytes.writeBytes(Sha256.of("draw " + DRAWS.incrementAndGet()).toArray());
    }
    return Arrays.copyOf(bytes.toByteArray(), count);
  }
}

package dev.vouch.core.secret;

import java.nio.ByteBuffer;

/** Bytes that differ at each draw and repeat with each run. For tests. */
public final class CountingRandom implements RandomSource {
  private long draws;

  @Override
  public byte[] bytes(int count) {
    draws++;
    ByteBuffer bytes = ByteBuffer.allocate(count);
    for (int block = 0; bytes.hasRemaining(); block++) {
      byte[] digest = Sha256.of(draws + ":" + block).toArray();
      bytes.put(digest, 0, Math.min(digest.length, bytes.remaining()));
    }
    return bytes.array();
  }
}

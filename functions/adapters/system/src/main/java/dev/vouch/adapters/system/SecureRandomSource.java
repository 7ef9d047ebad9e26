package dev.vouch.adapters.system;

import dev.vouch.core.secret.RandomSource;
import java.security.SecureRandom;

/**
 * The operating system's random generator. The generator is looked up at each draw and keeps no
 * state here, so that instances restored from one snapshot draw different bytes.
 */
public final class SecureRandomSource implements RandomSource {
  @Override
  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}

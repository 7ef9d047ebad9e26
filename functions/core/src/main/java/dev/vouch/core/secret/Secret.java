package dev.vouch.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A secret text: a token, a code, a registry password. It does not print, compares in constant time
 * and is read only through {@link #reveal()}, so that every place that hands it on can be searched
 * for.
 */
public final class Secret {
  private final byte[] utf8;

  private Secret(byte[] utf8) {
    this.utf8 = utf8;
  }

  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A new secret of {@code bytes} random bytes (32 for every secret of Vouch), in base64url. */
  public static Secret random(RandomSource random, int bytes) {
    return of(Base64Url.encode(random.bytes(bytes)));
  }

  /** The secret itself. Only where it is handed to the party that it is meant for. */
  public String reveal() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** What may be stored and logged of it. */
  public Sha256 hash() {
    return Sha256.of(utf8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(utf8, secret.utf8);
  }

  @Override
  public int hashCode() {
    return hash().hashCode();
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}

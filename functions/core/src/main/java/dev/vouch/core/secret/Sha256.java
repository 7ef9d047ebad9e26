package dev.vouch.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest (32 bytes). Compares in constant time. */
public final class Sha256 {
  public static final int SIZE = 32;

  private final byte[] digest;

  private Sha256(byte[] digest) {
    this.digest = digest;
  }

  public static Sha256 of(byte[] message) {
    return new Sha256(newDigest().digest(message));
  }

  public static Sha256 of(Bytes message) {
    return of(message.toArray());
  }

  /** The digest of the UTF-8 encoding of {@code text}. */
  public static Sha256 of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a digest back from its base64url form; empty where it is not 32 bytes. */
  public static Optional<Sha256> parse(String base64Url) {
    return Base64Url.decode(base64Url).filter(b -> b.length == SIZE).map(Sha256::new);
  }

  public byte[] toArray() {
    return digest.clone();
  }

  public String base64Url() {
    return Base64Url.encode(digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sha256 hash && MessageDigest.isEqual(digest, hash.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return base64Url();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}

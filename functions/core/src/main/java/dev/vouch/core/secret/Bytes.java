package dev.vouch.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Immutable public bytes (keys, signatures, ceremonies) with value equality. Never a secret. */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies {@code value}. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** The UTF-8 encoding of {@code text}. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy that the caller may change. */
  public byte[] toArray() {
    return value.clone();
  }

  public int size() {
    return value.length;
  }

  public String base64Url() {
    return Base64Url.encode(value);
  }

  /** The bytes read as UTF-8. */
  public String utf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Hexadecimal, cut after 16 bytes. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value, 0, Math.min(16, value.length))
        + (value.length > 16 ? "… (" + value.length + " bytes)" : "");
  }
}

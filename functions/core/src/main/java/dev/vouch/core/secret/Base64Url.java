package dev.vouch.core.secret;

import java.util.Base64;
import java.util.Optional;

/** base64url without padding (RFC 4648 section 5, RFC 7515 section 2). */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /**
   * The bytes, or empty where {@code text} is not the one canonical encoding of any: padding, other
   * alphabets, white space and stray trailing bits are refused, so that one value has one form.
   */
  public static Optional<byte[]> decode(String text) {
    if (text.indexOf('=') >= 0) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException notBase64Url) {
      return Optional.empty();
    }
  }
}

package dev.vouch.core.session;

import java.util.Base64;
import java.util.Optional;

/** RFC 4648 §5 without padding, and only the one text that stands for the bytes. */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** Empty when the text is not the unpadded, canonical form of some bytes. */
  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      // the JDK accepts padding and stray low bits: two texts for one value
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

package dev.vouch.local.securitykey;

import java.util.Base64;

/** Base64url without padding, as WebAuthn's JSON forms use it. */
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}

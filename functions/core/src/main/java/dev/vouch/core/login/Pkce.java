package dev.vouch.core.login;

import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;

/** Proof Key for Code Exchange with S256, the only method that Vouch knows (RFC 7636). */
final class Pkce {
  private static final int MIN_VERIFIER = 43;
  private static final int MAX_VERIFIER = 128;

  private Pkce() {}

  /** Whether the text can be a challenge: the base64url of a SHA-256. */
  static boolean isChallenge(String text) {
    return Sha256.parse(text).isPresent();
  }

  /** Whether the text can be a verifier: 43 to 128 unreserved characters (§4.1). */
  static boolean isVerifier(String text) {
    return text.length() >= MIN_VERIFIER
        && text.length() <= MAX_VERIFIER
        && text.chars().allMatch(Pkce::unreserved);
  }

  /** Whether the verifier is the one that was committed to (§4.6). Compares in constant time. */
  static boolean matches(Secret verifier, Sha256 challenge) {
    return verifier.hash().equals(challenge);
  }

  /** RFC 3986 §2.3. */
  static boolean unreserved(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}

package dev.vouch.core.session;

import dev.vouch.core.secret.Sha256;

/**
 * The short code that the terminal and the page both show, so that a person notices a login that
 * somebody else started.
 *
 * <p>The first 40 bits of SHA-256 over {@code "vouch-confirmation:" + jkt} in Crockford's base32,
 * as {@code XXXX-XXXX}.
 */
public final class ConfirmationCode {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int BYTES = 5;
  private static final int HALF = 4;

  private ConfirmationCode() {}

  /** The code of the DPoP key with this thumbprint. */
  public static String of(String jkt) {
    byte[] hash = Sha256.of("vouch-confirmation:" + jkt).toArray();
    long bits = 0;
    for (int i = 0; i < BYTES; i++) {
      bits = bits << 8 | (hash[i] & 0xff);
    }
    var code = new StringBuilder();
    for (int i = 0; i < 2 * HALF; i++) {
      if (i == HALF) {
        code.append('-');
      }
      code.append(ALPHABET.charAt((int) (bits >> (35 - 5 * i)) & 31));
    }
    return code.toString();
  }
}

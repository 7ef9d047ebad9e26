package dev.vouch.core.vending.ecr;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;

/**
 * The RSA key that signs web-identity tokens. Its private half never leaves the system behind this
 * port. The administrator may put another key in its place while tokens are made.
 */
public interface IssuerKey {
  /** The key that signs now. */
  Answer<Signer> signer();

  /** One key: its id and its signatures belong together, whatever is put in its place. */
  interface Signer {
    /** The key's RFC 7638 thumbprint, under which the JWKS publishes it. */
    String kid();

    /**
     * Signs with RSASSA-PKCS1-v1_5 over SHA-256 (RS256, RFC 7518 section 3.3).
     *
     * @param digest of the signing input
     */
    Answer<Bytes> sign(Sha256 digest);
  }
}

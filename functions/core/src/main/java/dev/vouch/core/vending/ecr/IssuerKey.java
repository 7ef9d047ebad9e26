package dev.vouch.core.vending.ecr;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;

/**
 * The RSA key that signs web-identity tokens. Its private half never leaves the system behind this
 * port. Both answers are about one and the same key as long as the object lives.
 */
public interface IssuerKey {
  /** The key's RFC 7638 thumbprint, under which the JWKS publishes it. */
  Answer<String> kid();

  /**
   * Signs with RSASSA-PKCS1-v1_5 over SHA-256 (RS256, RFC 7518 section 3.3).
   *
   * @param digest of the signing input
   */
  Answer<Bytes> sign(Sha256 digest);
}

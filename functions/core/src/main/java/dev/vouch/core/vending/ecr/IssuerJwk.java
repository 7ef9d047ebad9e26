package dev.vouch.core.vending.ecr;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.vouch.core.secret.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;

/**
 * The public half of the issuer key as a JSON Web Key (RFC 7517, RFC 7518 section 6.3).
 *
 * @param n the modulus, base64url
 * @param e the exponent, base64url
 */
public record IssuerJwk(String n, String e) {
  /**
   * Reads an RSA public key.
   *
   * @param spki a DER SubjectPublicKeyInfo (RFC 5280)
   * @throws IllegalArgumentException when it is none of an RSA key; that is a wrong setting
   */
  public static IssuerJwk of(Bytes spki) {
    try {
      RSAPublicKey key =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki.toArray()));
      RSAKey jwk = new RSAKey.Builder(key).build();
      return new IssuerJwk(jwk.getModulus().toString(), jwk.getPublicExponent().toString());
    } catch (GeneralSecurityException notRsa) {
      throw new IllegalArgumentException("the issuer key is not an RSA key", notRsa);
    }
  }

  /** The key's id: its RFC 7638 thumbprint. */
  public String kid() {
    try {
      return key().build().computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** The members that a JWKS publishes. */
  public Map<String, Object> members() {
    return key()
        .keyID(kid())
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.RS256)
        .build()
        .toJSONObject();
  }

  private RSAKey.Builder key() {
    return new RSAKey.Builder(new Base64URL(n), new Base64URL(e));
  }
}

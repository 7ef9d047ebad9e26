package dev.vouch.core.vending.ecr;

import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
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
      var key =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki.toArray()));
      RSAPublicKey rsa = (RSAPublicKey) key;
      return new IssuerJwk(number(rsa.getModulus()), number(rsa.getPublicExponent()));
    } catch (GeneralSecurityException notRsa) {
      throw new IllegalArgumentException("the issuer key is not an RSA key", notRsa);
    }
  }

  /** The key's id: its RFC 7638 thumbprint. */
  public String kid() {
    Map<String, Object> required = new LinkedHashMap<>();
    required.put("e", e);
    required.put("kty", "RSA");
    required.put("n", n);
    return Sha256.of(Json.write(required)).base64Url();
  }

  /** The members that a JWKS publishes. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kty", "RSA");
    members.put("kid", kid());
    members.put("use", "sig");
    members.put("alg", "RS256");
    members.put("n", n);
    members.put("e", e);
    return members;
  }

  /** Big-endian and without a sign octet. */
  private static String number(BigInteger positive) {
    byte[] bytes = positive.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return Base64Url.encode(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
  }
}

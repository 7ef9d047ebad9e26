package dev.vouch.core.session;

import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import dev.vouch.core.secret.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Public keys on the curve P-256, and ES256 signatures as WebAuthn has them (Level 3 §6.5.5). */
final class P256 {
  private P256() {}

  /** The key in a DER SubjectPublicKeyInfo; empty when it is not a point on P-256. */
  static Optional<ECPublicKey> ofSpki(Bytes der) {
    try {
      PublicKey key = keys().generatePublic(new X509EncodedKeySpec(der.toArray()));
      return key instanceof ECPublicKey ec
              && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))
              && ECChecks.isPointOnCurve(ec, ec.getParams())
          ? Optional.of(ec)
          : Optional.empty();
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /** Whether the key made the signature over the message; a malformed signature is a false one. */
  static boolean verifies(ECPublicKey key, Bytes message, Bytes signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyFactory keys() {
    try {
      return KeyFactory.getInstance("EC");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.vouch.core.session;

import dev.vouch.core.secret.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Public keys on the curve P-256, and ES256 signatures made with them (RFC 7518 §3.4). */
final class P256 {
  private static final int COORDINATE = 32;
  private static final ECParameterSpec CURVE = curve();
  private static final BigInteger P = ((ECFieldFp) CURVE.getCurve().getField()).getP();

  /** How a signature's two numbers are written. */
  enum Form {
    /** Two numbers of 32 bytes, as JWS has it (RFC 7518 §3.4). */
    CONCATENATED("SHA256withECDSAinP1363Format"),
    /** ASN.1 DER, as WebAuthn has it (Level 3 §6.5.5). */
    DER("SHA256withECDSA");

    private final String algorithm;

    Form(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  private P256() {}

  /** The key with these coordinates; empty when they are not 32 bytes each of a curve point. */
  static Optional<ECPublicKey> ofCoordinates(byte[] x, byte[] y) {
    if (x.length != COORDINATE || y.length != COORDINATE) {
      return Optional.empty();
    }
    var point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
    if (!onCurve(point)) {
      return Optional.empty();
    }
    try {
      var spec = new ECPublicKeySpec(point, CURVE);
      return Optional.of((ECPublicKey) keys().generatePublic(spec));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key in a DER SubjectPublicKeyInfo; empty when it is not a point on P-256. */
  static Optional<ECPublicKey> ofSpki(Bytes der) {
    try {
      PublicKey key = keys().generatePublic(new X509EncodedKeySpec(der.toArray()));
      return key instanceof ECPublicKey ec
              && ec.getParams().getCurve().equals(CURVE.getCurve())
              && onCurve(ec.getW())
          ? Optional.of(ec)
          : Optional.empty();
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /** Whether the key made the signature over the message; a malformed signature is a false one. */
  static boolean verifies(ECPublicKey key, Form form, Bytes message, Bytes signature) {
    try {
      Signature verifier = Signature.getInstance(form.algorithm);
      verifier.initVerify(key);
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** y² = x³ + ax + b mod p, with both coordinates below p. The JDK does not check it. */
  private static boolean onCurve(ECPoint point) {
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x == null || y == null || x.compareTo(P) >= 0 || y.compareTo(P) >= 0) {
      return false;
    }
    BigInteger right =
        x.modPow(BigInteger.valueOf(3), P)
            .add(CURVE.getCurve().getA().multiply(x))
            .add(CURVE.getCurve().getB())
            .mod(P);
    return y.modPow(BigInteger.TWO, P).equals(right);
  }

  private static KeyFactory keys() {
    try {
      return KeyFactory.getInstance("EC");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

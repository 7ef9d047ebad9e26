package dev.vouch.local.securitykey;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;

/** Elliptic-curve keys as a security key makes and describes them. */
final class EcKeys {
  static final int ES256 = -7;
  static final int ES384 = -35;

  private EcKeys() {}

  static KeyPair p256() {
    return generate("secp256r1");
  }

  static KeyPair p384() {
    return generate("secp384r1");
  }

  private static KeyPair generate(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + curve, e);
    }
  }

  /** ECDSA with SHA-256, in the DER form that WebAuthn uses. */
  static byte[] sign(PrivateKey key, byte[]... parts) {
    return sign("SHA256withECDSA", key, parts);
  }

  static byte[] sign(String algorithm, PrivateKey key, byte[]... parts) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      for (byte[] part : parts) {
        signature.update(part);
      }
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** The key as a COSE_Key of type EC2 (RFC 9053 §7.1.1). */
  static byte[] cose(ECPublicKey key) {
    int size = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
    boolean p256 = size == 32;
    return Cbor.encode(
        Map.of(
            1,
            2,
            3,
            p256 ? ES256 : ES384,
            -1,
            p256 ? 1 : 2,
            -2,
            coordinate(key.getW().getAffineX(), size),
            -3,
            coordinate(key.getW().getAffineY(), size)));
  }

  private static byte[] coordinate(BigInteger value, int size) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[size];
    int length = Math.min(size, bytes.length);
    System.arraycopy(bytes, bytes.length - length, out, size - length, length);
    return out;
  }
}

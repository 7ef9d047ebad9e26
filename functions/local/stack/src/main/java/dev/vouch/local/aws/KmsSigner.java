package dev.vouch.local.aws;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.HexFormat;

/** Signs a SHA-256 digest with an asymmetric key. */
final class KmsSigner {
  /** DigestInfo of SHA-256 without the digest, RFC 8017 section 9.2 note 1. */
  private static final byte[] DIGEST_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private KmsSigner() {}

  static byte[] sign(KmsKey.Signing key, byte[] digest) {
    try {
      boolean rsa = key.spec().startsWith("RSA");
      Signature signature = Signature.getInstance(rsa ? "NONEwithRSA" : "NONEwithECDSA");
      signature.initSign(key.pair().getPrivate());
      if (rsa) {
        signature.update(DIGEST_INFO);
      }
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] mac(KmsKey.Mac key, byte[] message) {
    try {
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(key.key());
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

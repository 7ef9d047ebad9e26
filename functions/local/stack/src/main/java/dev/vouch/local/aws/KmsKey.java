package dev.vouch.local.aws;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A KMS key. It is made when the stack starts and exists in memory only. */
public sealed interface KmsKey {
  /** The key's ARN, ending in its id. */
  String arn();

  /** The name in KMS's {@code KeySpec}. */
  String spec();

  /** An asymmetric signing key with the one algorithm that it signs with here. */
  record Signing(String arn, String spec, String algorithm, KeyPair pair) implements KmsKey {}

  /** A MAC key. */
  record Mac(String arn, String spec, SecretKey key) implements KmsKey {}

  /** A key of this {@code KeySpec}. */
  static KmsKey ofSpec(String spec, String arn) {
    return switch (spec) {
      case "RSA_2048" -> rsa(arn);
      case "ECC_NIST_P256" -> p256(arn);
      case "HMAC_256" -> hmac(arn);
      default -> throw new IllegalArgumentException("not emulated here: " + spec);
    };
  }

  /** RSA 2048, RSASSA_PKCS1_V1_5_SHA_256. */
  static KmsKey rsa(String arn) {
    return new Signing(
        arn,
        "RSA_2048",
        "RSASSA_PKCS1_V1_5_SHA_256",
        pair("RSA", new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(65_537))));
  }

  /** NIST P-256, ECDSA_SHA_256. */
  static KmsKey p256(String arn) {
    return new Signing(
        arn, "ECC_NIST_P256", "ECDSA_SHA_256", pair("EC", new ECGenParameterSpec("secp256r1")));
  }

  /** HMAC with SHA-256. */
  static KmsKey hmac(String arn) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new Mac(arn, "HMAC_256", new SecretKeySpec(secret, "HmacSHA256"));
  }

  /** The algorithms that KMS lists for a key. */
  default List<String> algorithms() {
    return switch (this) {
      case Signing signing -> List.of(signing.algorithm());
      case Mac mac -> List.of("HMAC_SHA_256");
    };
  }

  private static KeyPair pair(String type, java.security.spec.AlgorithmParameterSpec spec) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(spec);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

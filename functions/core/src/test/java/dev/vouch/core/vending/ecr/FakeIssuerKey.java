package dev.vouch.core.vending.ecr;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An issuer key in memory; it can be made to refuse. */
final class FakeIssuerKey implements IssuerKey, IssuerKey.Signer {
  static final String KID = "issuer-key-thumbprint";

  /** The DigestInfo of SHA-256 (RFC 8017 section 9.2, note 1). */
  private static final byte[] SHA256_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private final KeyPair pair = pair();
  private @Nullable MintRefusal refusal;

  void refuses(MintRefusal why) {
    refusal = why;
  }

  PublicKey publicKey() {
    return pair.getPublic();
  }

  @Override
  public Answer<IssuerKey.Signer> signer() {
    MintRefusal why = refusal;
    return why == null ? new Answer.Given<>(this) : new Answer.Withheld<>(why);
  }

  @Override
  public String kid() {
    return KID;
  }

  @Override
  public Answer<Bytes> sign(Sha256 digest) {
    try {
      ByteArrayOutputStream info = new ByteArrayOutputStream();
      info.writeBytes(SHA256_INFO);
      info.writeBytes(digest.toArray());
      Signature signature = Signature.getInstance("NONEwithRSA");
      signature.initSign(pair.getPrivate());
      signature.update(info.toByteArray());
      return new Answer.Given<>(Bytes.of(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

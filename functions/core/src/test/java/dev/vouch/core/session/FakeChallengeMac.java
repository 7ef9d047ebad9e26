package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The challenge key in memory. */
public final class FakeChallengeMac implements ChallengeMac {
  private final SecretKeySpec key;

  public FakeChallengeMac() {
    this("the challenge key of the tests..");
  }

  public FakeChallengeMac(String key) {
    this.key = new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256");
  }

  @Override
  public byte[] generate(byte[] message) {
    if (message.length > 4096) {
      throw new IllegalArgumentException("longer than KMS takes: " + message.length);
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean verify(byte[] message, byte[] code) {
    return MessageDigest.isEqual(generate(message), code);
  }
}

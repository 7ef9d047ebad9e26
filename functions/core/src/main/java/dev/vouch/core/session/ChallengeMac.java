package dev.vouch.core.session;

/**
 * The message authentication code of the challenge key: HMAC-SHA-256 under a key that no caller
 * ever holds.
 *
 * <p>Messages are at most 4,096 bytes, the limit of the AWS KMS operations GenerateMac and
 * VerifyMac.
 */
public interface ChallengeMac {
  /** Returns the 32 bytes that {@link #verify} accepts for this message and for no other. */
  byte[] generate(byte[] message);

  /** Tells whether the code was generated for this message. A code of any length may be asked. */
  boolean verify(byte[] message, byte[] code);
}

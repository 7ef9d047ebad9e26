package dev.vouch.local.securitykey;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Writes authenticator data (WebAuthn §6.1). */
final class AuthenticatorData {
  static final int UP = 0x01;
  static final int UV = 0x04;
  static final int BE = 0x08;
  static final int BS = 0x10;
  static final int AT = 0x40;
  static final int ED = 0x80;

  private AuthenticatorData() {}

  /**
   * The authenticator data for a relying party.
   *
   * @param flags without ED, which follows from the deviations
   * @param attested the attested credential data; empty for an assertion
   */
  static byte[] of(String rpId, int flags, long counter, byte[] attested, Deviations deviations) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String scope = deviations.find(Deviation.RpId.class).map(Deviation.RpId::rpId).orElse(rpId);
    byte[] extensions =
        deviations
            .find(Deviation.AuthenticatorExtensions.class)
            .map(d -> Cbor.encode(d.outputs()))
            .orElse(new byte[0]);
    int set = deviations.find(Deviation.FlagsSet.class).map(Deviation.FlagsSet::mask).orElse(0);
    int clear =
        deviations.find(Deviation.FlagsCleared.class).map(Deviation.FlagsCleared::mask).orElse(0);
    long count =
        deviations.find(Deviation.Counter.class).map(Deviation.Counter::value).orElse(counter);
    out.writeBytes(sha256(scope.getBytes(StandardCharsets.UTF_8)));
    out.write((flags | set | (extensions.length > 0 ? ED : 0)) & ~clear);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) count).array());
    out.writeBytes(attested);
    out.writeBytes(extensions);
    return out.toByteArray();
  }

  /** Attested credential data (§6.5.1). */
  static byte[] attested(byte[] aaguid, byte[] credentialId, byte[] coseKey) {
    return ByteBuffer.allocate(18 + credentialId.length + coseKey.length)
        .put(aaguid)
        .putShort((short) credentialId.length)
        .put(credentialId)
        .put(coseKey)
        .array();
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

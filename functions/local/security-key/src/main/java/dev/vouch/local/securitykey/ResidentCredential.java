package dev.vouch.local.securitykey;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** A credential that lives on the key. Identity matters, not equality: arrays are not compared. */
final class ResidentCredential {
  private final byte[] id;
  private final String rpId;
  private final byte[] userHandle;
  private final PrivateKey key;

  ResidentCredential(byte[] id, String rpId, byte[] userHandle, PrivateKey key) {
    this.id = id.clone();
    this.rpId = rpId;
    this.userHandle = userHandle.clone();
    this.key = key;
  }

  byte[] id() {
    return id.clone();
  }

  String rpId() {
    return rpId;
  }

  byte[] userHandle() {
    return userHandle.clone();
  }

  PrivateKey key() {
    return key;
  }

  JsonObject json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", Base64Url.encode(id));
    members.put("rp", rpId);
    members.put("user", Base64Url.encode(userHandle));
    members.put("key", Base64Url.encode(key.getEncoded()));
    return new JsonObject(members);
  }

  static ResidentCredential of(JsonObject json) {
    return new ResidentCredential(
        Base64Url.decode(json.string("id")),
        json.string("rp"),
        Base64Url.decode(json.string("user")),
        privateKey(json.string("key")));
  }

  static PrivateKey privateKey(String pkcs8) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64Url.decode(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key", e);
    }
  }
}

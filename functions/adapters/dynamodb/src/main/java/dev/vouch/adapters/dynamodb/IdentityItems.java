package dev.vouch.adapters.dynamodb;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Sha256;
import java.util.Locale;

/** How users, keys and invitations lie in the identity table. */
public final class IdentityItems {
  private IdentityItems() {}

  public static Item userKey(UserId user) {
    return Item.key("user#" + user.value(), "user");
  }

  public static Item keyKey(String keyId) {
    return Item.key("key#" + keyId, "key");
  }

  public static Item invitationKey(Sha256 secret) {
    return Item.key("invitation#" + secret.base64Url(), "invitation");
  }

  public static Item item(User user) {
    return userKey(user.id())
        .with("groups", user.groups())
        .with("status", status(user.status()))
        .with("handle", user.handle())
        .with("created", user.createdAt())
        .with("logins_from", user.loginsFrom());
  }

  public static User user(Item item) {
    return new User(
        new UserId(item.string("pk").substring("user#".length())),
        item.strings("groups"),
        User.Status.valueOf(item.string("status").toUpperCase(Locale.ROOT)),
        item.bytes("handle"),
        item.instant("created"),
        item.instant("logins_from"));
  }

  public static Item item(Invitation invitation) {
    return invitationKey(invitation.secret())
        .with("user", invitation.user().value())
        .with("created", invitation.createdAt())
        .withEpoch("expires", invitation.expiresAt());
  }

  public static Invitation invitation(Item item) {
    String hash = item.string("pk").substring("invitation#".length());
    return new Invitation(
        Sha256.parse(hash).orElseThrow(() -> new IllegalStateException("no hash: " + hash)),
        new UserId(item.string("user")),
        item.instant("created"),
        item.epoch("expires"));
  }

  /** The stored form of a status, such as {@code active}. */
  public static String status(User.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  public static Item item(EnrolledKey key) {
    return keyKey(key.id())
        .with("user", key.user().value())
        .with("credential", key.credentialId())
        .with("spki", key.publicKey())
        .with("aaguid", key.aaguid())
        .with("model", key.model())
        .with("attestation", key.attestationObject())
        .with("client_data", key.clientData())
        .with("count", key.signatureCount())
        .with("created", key.createdAt());
  }

  public static EnrolledKey key(Item item) {
    return new EnrolledKey(
        item.string("pk").substring("key#".length()),
        new UserId(item.string("user")),
        item.bytes("credential"),
        item.bytes("spki"),
        item.string("aaguid"),
        item.string("model"),
        item.bytes("attestation"),
        item.bytes("client_data"),
        item.number("count"),
        item.instant("created"));
  }
}

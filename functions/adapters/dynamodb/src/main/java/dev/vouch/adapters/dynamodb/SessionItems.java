package dev.vouch.adapters.dynamodb;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.Optional;

/** How sessions lie in the session table. */
public final class SessionItems {
  private SessionItems() {}

  public static Item sessionKey(String sessionId) {
    return Item.key("session#" + sessionId, "session");
  }

  public static Item item(Session session) {
    Item item =
        sessionKey(session.id())
            .with("user", session.user().value())
            .with("key", session.key())
            .with("jkt", session.jkt())
            .with("created", session.createdAt())
            .withEpoch("expires", session.expiresAt())
            .with("statement", session.evidence().statement())
            .with("authenticator_data", session.evidence().authenticatorData())
            .with("client_data", session.evidence().clientData())
            .with("signature", session.evidence().signature())
            .with("login", session.login());
    session.revokedAt().ifPresent(at -> item.with("revoked", at));
    return item;
  }

  public static Session session(Item item) {
    Optional<Instant> revoked =
        item.has("revoked") ? Optional.of(item.instant("revoked")) : Optional.empty();
    return new Session(
        item.string("pk").substring("session#".length()),
        new UserId(item.string("user")),
        item.string("key"),
        item.string("jkt"),
        item.instant("created"),
        item.epoch("expires"),
        revoked,
        new Session.Evidence(
            item.bytes("statement"),
            item.bytes("authenticator_data"),
            item.bytes("client_data"),
            item.bytes("signature")),
        item.string("login"));
  }
}

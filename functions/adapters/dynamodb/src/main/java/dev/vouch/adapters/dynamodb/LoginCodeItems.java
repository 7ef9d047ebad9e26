package dev.vouch.adapters.dynamodb;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.login.LoginCode;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.Optional;

/**
 * How codes lie in the session table. A code is kept as long as a session of it may live, so that a
 * second use is seen; {@code good_until} is when it can no longer be used.
 */
final class LoginCodeItems {
  private LoginCodeItems() {}

  static Item key(Sha256 hash) {
    return Item.key("code#" + hash.base64Url(), "code");
  }

  static Item item(LoginCode code) {
    Item item =
        key(code.hash())
            .with("redirect_uri", code.redirectUri())
            .with("code_challenge", code.codeChallenge().base64Url())
            .with("jkt", code.jkt())
            .with("user", code.user().value())
            .with("key", code.key())
            .with("login", code.login())
            .with("statement", code.evidence().statement())
            .with("authenticator_data", code.evidence().authenticatorData())
            .with("client_data", code.evidence().clientData())
            .with("signature", code.evidence().signature())
            .with("good_until", code.expiresAt().toEpochMilli())
            .withEpoch("expires", code.sessionExpiresAt());
    code.usedFor().ifPresent(session -> item.with("used_for", session));
    return item;
  }

  static LoginCode code(Item item) {
    return new LoginCode(
        hash(item.string("pk").substring("code#".length())),
        item.string("redirect_uri"),
        hash(item.string("code_challenge")),
        item.string("jkt"),
        new UserId(item.string("user")),
        item.string("key"),
        item.string("login"),
        new Session.Evidence(
            item.bytes("statement"),
            item.bytes("authenticator_data"),
            item.bytes("client_data"),
            item.bytes("signature")),
        Instant.ofEpochMilli(item.number("good_until")),
        item.epoch("expires"),
        item.has("used_for") ? Optional.of(item.string("used_for")) : Optional.empty());
  }

  private static Sha256 hash(String text) {
    return Sha256.parse(text).orElseThrow(() -> new IllegalStateException("no hash: " + text));
  }
}

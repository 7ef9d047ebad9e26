package dev.vouch.core.session;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.util.Optional;

/**
 * The members of a ceremony's client data that evidence depends on (WebAuthn Level 3 §5.8.1).
 * Members that a later level adds are signed along and ignored.
 */
record SignedClientData(String type, String challenge, String origin, boolean framed) {

  static Optional<SignedClientData> parse(Bytes json) {
    try {
      JsonObject object = Json.parse(json.toArray());
      boolean crossOrigin = object.has("crossOrigin") && object.bool("crossOrigin");
      return Optional.of(
          new SignedClientData(
              object.string("type"),
              object.string("challenge"),
              object.string("origin"),
              crossOrigin || object.has("topOrigin")));
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }
}

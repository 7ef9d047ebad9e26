package dev.vouch.core.ceremony;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.util.Optional;

/**
 * The browser's part of a ceremony (WebAuthn §5.8.1). Members that are not known are left alone, as
 * the clause demands; a member that occurs twice is not JSON to us.
 */
record ClientData(
    String type, String challenge, String origin, boolean crossOrigin, Optional<String> topOrigin) {

  static Optional<ClientData> read(Bytes json) {
    try {
      JsonObject object = Json.parse(json.toArray());
      return Optional.of(
          new ClientData(
              object.string("type"),
              object.string("challenge"),
              object.string("origin"),
              object.has("crossOrigin") && object.bool("crossOrigin"),
              object.optionalString("topOrigin")));
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }
}

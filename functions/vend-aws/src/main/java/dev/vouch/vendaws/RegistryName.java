package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import java.util.regex.Pattern;

/** The member {@code registry} of a request: a bare host name, fit to be recorded. */
final class RegistryName {
  // used with matches() only, which anchors both ends of the whole text
  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,253}[a-z0-9])?");

  private RegistryName() {}

  static String read(JsonObject body) throws InvalidJson, InvalidRequest {
    String registry = body.string("registry");
    if (!HOST.matcher(registry).matches()) {
      throw Refusals.malformed(
          "registry_malformed",
          "The registry is not a host name.",
          "Send the bare host in lower case, without scheme, port or path.");
    }
    return registry;
  }
}

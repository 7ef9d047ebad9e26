package dev.vouch.local.registry;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An error body of the distribution specification, with the code and words that ECR uses. */
record RegistryError(int status, String code, String message) {
  static RegistryError denied(String message) {
    return new RegistryError(403, "DENIED", message);
  }

  static RegistryError noRepository(String name, String accountId) {
    return new RegistryError(
        404,
        "NAME_UNKNOWN",
        "The repository with name '%s' does not exist in the registry with id '%s'"
            .formatted(name, accountId));
  }

  static RegistryError noLayer(String digest) {
    return new RegistryError(404, "BLOB_UNKNOWN", "No layer with digest " + digest);
  }

  static RegistryError unsupported() {
    return new RegistryError(405, "UNSUPPORTED", "The operation is unsupported.");
  }

  void send(HttpExchange exchange) throws IOException {
    byte[] body =
        JSON.std.asBytes(Map.of("errors", List.of(Map.of("code", code, "message", message))));
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}

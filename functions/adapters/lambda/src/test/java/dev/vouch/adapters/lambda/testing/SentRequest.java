package dev.vouch.adapters.lambda.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proxy event, read as the API's description speaks of requests. */
record SentRequest(Map<String, @Nullable Object> event) {
  /** Such as {@code GET /login}. */
  String route() {
    return event.get("httpMethod") + " " + event.get("resource");
  }

  String body() {
    return event.get("body") instanceof String body ? body : "";
  }

  /**
   * The first value of a parameter.
   *
   * @param in {@code path}, {@code query} or {@code header}
   */
  Optional<String> parameter(String in, String name) {
    return switch (in) {
      case "path" -> value(event.get("pathParameters"), name);
      case "query" -> value(event.get("multiValueQueryStringParameters"), name);
      default -> value(event.get("multiValueHeaders"), name);
    };
  }

  private static Optional<String> value(@Nullable Object values, String name) {
    Object value = values instanceof Map<?, ?> map ? map.get(name) : null;
    Object first = value instanceof List<?> list ? list.stream().findFirst().orElse(null) : value;
    return Optional.ofNullable(first).map(Object::toString);
  }
}

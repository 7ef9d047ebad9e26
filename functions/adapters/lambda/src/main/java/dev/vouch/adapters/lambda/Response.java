package dev.vouch.adapters.lambda;

import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers.
 *
 * @param headers in the order in which they are sent; {@code Cache-Control: no-store} unless said
 *     otherwise
 * @param code of a problem; empty for an answer
 */
public record Response(int status, Map<String, String> headers, Bytes body, String code) {

  public static Response json(int status, Map<String, ?> members) {
    return body(status, "application/json", Bytes.of(Json.write(members)));
  }

  public static Response problem(Problem problem) {
    Bytes body = Bytes.of(Json.write(problem.members()));
    return new Response(problem.status(), defaults(), body, problem.code())
        .with("Content-Type", "application/problem+json");
  }

  /** {@code 302 Found}. */
  public static Response redirect(String location) {
    return empty(302).with("Location", location);
  }

  /** A status without a body, such as 204. */
  public static Response empty(int status) {
    return new Response(status, defaults(), Bytes.of(new byte[0]), "");
  }

  /** UTF-8 text of any media type. */
  public static Response body(int status, String contentType, Bytes body) {
    return new Response(status, defaults(), body, "").with("Content-Type", contentType);
  }

  /** The same with one header set or replaced. */
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body, code);
  }

  private static Map<String, String> defaults() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    return headers;
  }

  /** The response object of an API Gateway REST proxy integration. */
  Map<String, @Nullable Object> toEvent() {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("statusCode", status);
    event.put("headers", headers);
    event.put("body", body.utf8());
    event.put("isBase64Encoded", false);
    return event;
  }
}

package dev.vouch.adapters.lambda.testing;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every body that no route takes, each one change away from one that passes. */
public final class WrongBodies {
  private WrongBodies() {}

  /** A request with a wrong body, and what it is refused with. */
  public record Wrong(int status, String code, SampleEvent event) {}

  /**
   * For a route that takes a JSON object.
   *
   * @param right a request that passes; its first member is required
   */
  public static List<Wrong> ofJson(SampleEvent right) {
    String body = right.body();
    Map<String, @Nullable Object> members = members(body);
    String first = members.keySet().iterator().next();
    Map<String, @Nullable Object> without = new LinkedHashMap<>(members);
    without.remove(first);
    Map<String, @Nullable Object> typed = new LinkedHashMap<>(members);
    typed.put(first, 1);
    return List.of(
        new Wrong(400, "not_json", right.withBody(body + "x")),
        new Wrong(400, "duplicate_member", right.withBody(with(body, "\"" + first + "\":\"\","))),
        new Wrong(400, "unknown_member", right.withBody(with(body, "\"more\":1,"))),
        new Wrong(400, "missing_member", right.withBody(text(without))),
        new Wrong(400, "wrong_member_type", right.withBody(text(typed))),
        wrongType(right),
        twoTypes(right),
        new Wrong(413, "body_too_large", right.withBody(padded(body, Request.MAX_BODY + 1))));
  }

  /** For a route that takes a form. */
  public static List<Wrong> ofForm(SampleEvent right) {
    String body = right.body();
    String first = body.split("&", 2)[0];
    return List.of(
        new Wrong(400, "duplicate_parameter", right.withBody(body + "&" + first)),
        new Wrong(400, "not_a_form", right.withBody(body + "&%zz=")),
        wrongType(right),
        twoTypes(right),
        new Wrong(413, "body_too_large", right.withBody(filled(body, Request.MAX_BODY + 1))));
  }

  /** The same request with a body of exactly 64 KiB, which is not too large. */
  public static SampleEvent largestJson(SampleEvent right) {
    return right.withBody(padded(right.body(), Request.MAX_BODY));
  }

  private static Wrong wrongType(SampleEvent right) {
    return new Wrong(415, "wrong_content_type", right.withHeader("Content-Type", "text/plain"));
  }

  private static Wrong twoTypes(SampleEvent right) {
    List<String> types = List.of("application/json", "application/json");
    return new Wrong(400, "duplicate_header", right.with("multiValueHeaders.Content-Type", types));
  }

  private static String with(String body, String member) {
    return "{" + member + body.substring(body.indexOf('{') + 1);
  }

  /** White space at the end of a JSON text means nothing. */
  private static String padded(String body, int bytes) {
    return body + " ".repeat(bytes - body.getBytes(StandardCharsets.UTF_8).length);
  }

  private static String filled(String form, int bytes) {
    return form + "&more=" + "x".repeat(bytes - form.length() - "&more=".length());
  }

  private static Map<String, @Nullable Object> members(String body) {
    try {
      return Json.parse(body.getBytes(StandardCharsets.UTF_8)).toMap();
    } catch (InvalidJson e) {
      throw new IllegalArgumentException(body, e);
    }
  }

  private static String text(Map<String, ?> members) {
    return new String(Json.write(members), StandardCharsets.UTF_8);
  }
}

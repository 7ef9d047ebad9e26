package dev.vouch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/** For each function an event of an ordinary route, made anew for each start, that is answered. */
@NullMarked
final class Events {
  private final Line line;
  private final Person.Session session;
  private final Person person;

  Events(Line line, Person person) {
    this.line = line;
    this.person = person;
    this.session = person.login().run();
  }

  /** By the function's logical id. */
  byte[] make(String function) {
    return switch (function) {
      case "Pages" -> event("GET", "/login", Map.of(), "");
      case "Discover" -> event("GET", "/.well-known/jwks.json", Map.of(), "");
      case "Enroll" -> json("/enroll/options", "invitation", invitation());
      case "Authenticate" -> json("/login/options", "request", request());
      case "VendAws" -> vend();
      case "Administer" -> event("GET", "/admin/users", Map.of(), "");
      case "ReviewAudit" -> event("GET", "/audit/writers", Map.of(), "");
      default -> throw new IllegalArgumentException("no event for " + function);
    };
  }

  /** Fails when a function's answer is a refusal. */
  static void answered(String body) {
    if (!body.contains("\"statusCode\":200")) {
      throw new IllegalStateException("no answer but " + body);
    }
  }

  /** The route that is measured, in words. */
  static String route(String function) {
    return switch (function) {
      case "Pages" -> "GET /login";
      case "Discover" -> "GET /.well-known/jwks.json";
      case "Enroll" -> "POST /enroll/options";
      case "Authenticate" -> "POST /login/options";
      case "VendAws" -> "POST /credentials/aws";
      case "Administer" -> "GET /admin/users";
      case "ReviewAudit" -> "GET /audit/writers";
      default -> throw new IllegalArgumentException("no event for " + function);
    };
  }

  private String invitation() {
    return line.invitation("cold-" + UUID.randomUUID() + "@example.com");
  }

  private String request() {
    String location = person.login().authorize().headers().getOrDefault("location", "");
    return location.substring(location.indexOf('=') + 1);
  }

  private byte[] vend() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Authorization", "DPoP " + session.token);
    headers.put("DPoP", session.proofs.proof(line.server() + "/credentials/aws", session.token));
    headers.put("Idempotency-Key", UUID.randomUUID().toString());
    return event(
        "POST", "/credentials/aws", headers, Web.json(Map.of("registry", Person.REGISTRY)));
  }

  private byte[] json(String path, String member, String value) {
    return event(
        "POST", path, Map.of("Content-Type", "application/json"), Web.json(Map.of(member, value)));
  }

  private byte[] event(String method, String path, Map<String, String> headers, String body) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("Host", List.of("vouch.example.com"));
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("sourceIp", "192.0.2.1");
    identity.put("accountId", Deployment.ACCOUNT);
    identity.put("userArn", line.deployment().admin().caller().arn());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("resource", path);
    event.put("path", path);
    event.put("httpMethod", method);
    event.put("multiValueHeaders", all);
    event.put("requestContext", Map.of("identity", identity));
    event.put("body", body);
    event.put("isBase64Encoded", false);
    try {
      return JSON.std.asString(event).getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

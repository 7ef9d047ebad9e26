package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.TestDpopKey;
import dev.vouch.local.securitykey.Deviation;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A client and the browser that it opens: what they send when all is right. */
final class TestClient {
  static final String REDIRECT = "http://127.0.0.1:49152/callback";
  private static final String BASE = "https://vouch.example.com";

  final TestDpopKey key = TestDpopKey.generate();
  private final Deployment deployment;
  private final EnrolledPerson person;

  TestClient(Deployment deployment, EnrolledPerson person) {
    this.deployment = deployment;
    this.person = person;
  }

  /** The request for a login. */
  SampleEvent authorize() {
    return Deployment.event("authorize")
        .with("multiValueQueryStringParameters.dpop_jkt", List.of(key.thumbprint()));
  }

  /** The token that the login page gets in its fragment. */
  String requestToken() {
    Answer answer = deployment.send(authorize());
    assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    String location = answer.headers().getOrDefault("Location", "");
    return location.substring(location.indexOf("#request=") + "#request=".length());
  }

  static SampleEvent options(String requestToken) {
    return Deployment.event("login-options").withBody(json(Map.of("request", requestToken)));
  }

  /** The page's second call after a touch. */
  SampleEvent complete(String requestToken, JsonObject options, Deviation... deviations)
      throws Exception {
    String challenge = options.object("publicKey").string("challenge");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("request", requestToken);
    body.put("statement", options.string("statement"));
    body.put(
        "credential",
        Json.parse(Bytes.utf8(person.touch(challenge, deviations)).toArray()).toMap());
    return Deployment.event("login-complete").withBody(json(body));
  }

  /** Logs in as far as the code. */
  String code() throws Exception {
    String requestToken = requestToken();
    JsonObject options = deployment.send(options(requestToken)).json();
    Answer answer = deployment.send(complete(requestToken, options));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return query(answer.json().string("redirect_uri")).getOrDefault("code", "");
  }

  /** The exchange of a code, with a proof of its own. */
  SampleEvent token(String code) {
    return token(Map.of("code", code));
  }

  SampleEvent token(Map<String, String> changes) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "vouch");
    form.put("code", "a-code");
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    form.putAll(changes);
    String proof = key.proof("POST", BASE + "/oauth/token", deployment.now()).sign();
    return Deployment.event("token").live("", proof).withBody(form(form));
  }

  /** Logs in; the access token. */
  String login() throws Exception {
    Answer answer = deployment.send(token(code()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().string("access_token");
  }

  SampleEvent session(String token) {
    return live(Deployment.event("session"), "GET", token);
  }

  SampleEvent revoke(String token) {
    return live(Deployment.event("revoke"), "POST", token);
  }

  /** The event with this token and a proof of its own. */
  SampleEvent live(SampleEvent event, String method, String token) {
    return event.live(
        token, key.proof(method, BASE + event.path(), deployment.now()).accessToken(token).sign());
  }

  static Map<String, String> query(String uri) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : URI.create(uri).getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      values.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return values;
  }

  static String json(Map<String, ?> members) {
    return Bytes.of(Json.write(members)).utf8();
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

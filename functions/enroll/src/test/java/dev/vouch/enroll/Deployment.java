package dev.vouch.enroll;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.session.FakeChallengeMac;
import dev.vouch.local.securitykey.Deviation;
import dev.vouch.local.securitykey.SecurityKey;
import io.micronaut.context.ApplicationContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The function as it is deployed, but for the clock, the challenge key and the trusted root. */
final class Deployment implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final String ORIGIN = "https://vouch.example.com";
  static final String SECRET = "the-secret-of-the-link";

  final SecurityKey key = SecurityKey.inMemory();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final ApplicationContext context;
  private final Handler handler;
  private Instant now = NOW;

  /**
   * Starts the function.
   *
   * @param changed settings that differ from the usual ones
   * @param parts that stand in for the function's own
   */
  Deployment(Map<String, Object> changed, Object... parts) {
    settings.put("vouch.public-base-url", ORIGIN);
    settings.put("vouch.keys.challenge", "alias/challenge");
    settings.put("vouch.attestation.allowed-aaguids", SecurityKey.AAGUID + "=Software key");
    settings.put("vouch.tables.identity", "identity");
    settings.put("vouch.tables.replay", "replay");
    settings.put("vouch.tables.audit", "audit");
    settings.putAll(changed);
    List<Object> given = new ArrayList<>(List.of(parts));
    given.add(new FakeChallengeMac());
    given.add(AttestationRoots.ofPem(key.attestationRootPem()));
    InstantSource clock = () -> now;
    given.add(clock);
    context =
        ApplicationContext.builder(Handler.class.getClassLoader())
            .deduceEnvironment(false)
            .properties(settings)
            .singletons(given.toArray())
            .start();
    handler = new Handler(context);
  }

  /** The routes, such as {@code POST /enroll/options}. */
  List<String> routes() {
    return context.getBean(LambdaFunction.class).routes().stream()
        .map(route -> route.method() + " " + route.resource())
        .toList();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Answer send(SampleEvent event) {
    return event.sendTo(handler);
  }

  static SampleEvent event(String name) {
    return SampleEvent.read("enroll/" + name);
  }

  /** The answer to {@code /enroll/options}, as the page gets it. */
  JsonObject options() throws Exception {
    return send(event("options")).json();
  }

  /** The event that the page's second call makes. */
  SampleEvent complete(JsonObject options, Deviation... deviations) throws Exception {
    String credential =
        key.deviating(deviations).create(text(options.object("publicKey").toMap()), ORIGIN);
    return complete(options, credential);
  }

  SampleEvent complete(JsonObject options, String credential) throws Exception {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("invitation", SECRET);
    body.put("statement", options.string("statement"));
    body.put("credential", Json.parse(credential.getBytes(StandardCharsets.UTF_8)).toMap());
    return event("complete").withBody(text(body));
  }

  static String text(Map<String, ?> members) {
    return new String(Json.write(members), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    context.close();
  }
}

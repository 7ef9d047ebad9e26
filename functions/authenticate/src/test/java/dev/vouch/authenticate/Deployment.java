package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.session.FakeChallengeMac;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The function as it is deployed, but for the clock and the challenge key. */
final class Deployment implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final ApplicationContext context;
  private final Handler handler;
  private Instant now = START;

  /**
   * Starts the function.
   *
   * @param changed settings that differ from the usual ones
   * @param parts that stand in for the function's own
   */
  Deployment(Map<String, Object> changed, Object... parts) {
    settings.put("vouch.public-base-url", "https://vouch.example.com");
    settings.put("vouch.keys.challenge", "alias/challenge");
    settings.put("vouch.attestation.allowed-aaguids", EnrolledPerson.ALLOWED);
    settings.put("vouch.tables.identity", "identity");
    settings.put("vouch.tables.session", "session");
    settings.put("vouch.tables.replay", "replay");
    settings.put("vouch.tables.audit", "audit");
    settings.putAll(changed);
    List<Object> given = new ArrayList<>(List.of(parts));
    given.add(new FakeChallengeMac());
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

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** The routes, such as {@code GET /session}. */
  List<String> routes() {
    return context.getBean(LambdaFunction.class).routes().stream()
        .map(route -> route.method() + " " + route.resource())
        .toList();
  }

  Answer send(SampleEvent event) {
    return event.sendTo(handler);
  }

  static SampleEvent event(String name) {
    return SampleEvent.read("authenticate/" + name);
  }

  @Override
  public void close() {
    context.close();
  }
}

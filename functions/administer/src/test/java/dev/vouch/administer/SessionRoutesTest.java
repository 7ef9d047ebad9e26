package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.administration.Samples;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionRoutesTest {
  private static final Session SESSION = running();

  private final Deployment deployment = new Deployment();

  @BeforeEach
  void start() {
    deployment.start(SESSION);
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void listsSessions() throws InvalidJson {
    List<JsonObject> sessions = deployment.send("list-sessions").json().objects("sessions");
    assertThat(sessions).hasSize(1);
    assertThat(sessions.getFirst().toMap())
        .containsOnlyKeys("id", "user", "key", "created_at", "expires_at")
        .containsEntry("id", SESSION.id())
        .containsEntry("user", "user@example.com")
        .containsEntry("expires_at", SESSION.expiresAt().toString());
  }

  @Test
  void listsTheSessionsOfOneUser() throws InvalidJson {
    assertThat(of("user@example.com")).hasSize(1);
    assertThat(of("somebody@example.com")).isEmpty();
  }

  @Test
  void refusesAUserNamedTwice() {
    SampleEvent event =
        Deployment.event("list-sessions")
            .with("multiValueQueryStringParameters.user", List.of("a@b", "c@d"));
    assertThat(deployment.send(event).code()).isEqualTo("duplicate_parameter");
  }

  @Test
  void revokesASessionOnce() throws InvalidJson {
    Answer first = deployment.send(revocation(SESSION.id()));
    assertThat(first.status()).isEqualTo(200);
    String revoked = first.json().object("session").string("revoked_at");
    Answer second = deployment.send(revocation(SESSION.id()));
    assertThat(second.json().object("session").string("revoked_at")).isEqualTo(revoked);
    assertThat(deployment.audited())
        .extracting(record -> record.string("type"))
        .containsExactly("session.revoked");
  }

  @Test
  void refusesASessionThatIsNotThere() {
    Answer answer = deployment.send("revoke-session");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("session_unknown");
  }

  private List<JsonObject> of(String user) throws InvalidJson {
    SampleEvent event =
        Deployment.event("list-sessions")
            .with("multiValueQueryStringParameters.user", List.of(user));
    return deployment.send(event).json().objects("sessions");
  }

  private static SampleEvent revocation(String id) {
    return Deployment.event("revoke-session").with("pathParameters.id", id);
  }

  private static Session running() {
    Session sample = Samples.session("token", 0);
    Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new Session(
        sample.id(),
        sample.user(),
        sample.key(),
        sample.jkt(),
        created,
        created.plus(Duration.ofHours(1)),
        sample.revokedAt(),
        sample.evidence(),
        sample.login());
  }
}

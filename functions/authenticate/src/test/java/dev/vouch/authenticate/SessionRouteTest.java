package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.login.FakeLoginTables;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.DeadSessions;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.session.WrongProofs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionRouteTest {
  private final FakeLoginTables tables = new FakeLoginTables();
  private final Deployment deployment = new Deployment(Map.of(), tables);
  private final EnrolledPerson alice = new EnrolledPerson(TestLogin.BASE, "alice@example.com");
  private final TestClient client = new TestClient(deployment, alice);
  private String token = "";

  @BeforeEach
  void login() throws Exception {
    tables.put(alice.user(User.Status.ACTIVE));
    tables.put(alice.key());
    token = client.login();
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void describesTheSession() throws Exception {
    Answer answer = deployment.send(client.session(token));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject body = answer.json().only("id", "user", "groups", "key", "created_at", "expires_at");
    assertThat(body.string("id")).isEqualTo(Sha256.of(token).base64Url());
    assertThat(body.string("user")).isEqualTo("alice@example.com");
    assertThat(body.strings("groups")).containsExactly("platform");
    assertThat(body.string("created_at")).isEqualTo("2026-11-21T10:00:00Z");
    assertThat(body.string("expires_at")).isEqualTo("2026-11-21T18:00:00Z");
    JsonObject key = body.object("key").only("id", "model", "aaguid");
    assertThat(key.string("id")).isEqualTo(alice.key().id());
    assertThat(key.string("model")).isEqualTo("Software key");
  }

  @Test
  void refusesAProofUsedTwice() {
    SampleEvent event = client.session(token);
    assertThat(deployment.send(event).status()).isEqualTo(200);
    assertRefused(deployment.send(event), "proof_replayed", "invalid_dpop_proof");
  }

  @Test
  void refusesEveryWrongProofAndNoneThatIsAMinuteOff() {
    var proofs =
        new WrongProofs(
            client.key,
            "GET",
            "https://vouch.example.com/session",
            Optional.of(token),
            deployment.now());
    SampleEvent right = client.session(token);
    int rows = tables.rows();
    for (WrongProofs.Wrong wrong : proofs.all()) {
      Answer answer = deployment.send(right.withHeader("DPoP", wrong.proof()));
      assertRefused(answer, wrong.code(), "invalid_dpop_proof");
    }
    assertThat(tables.rows()).isEqualTo(rows);
    for (String proof : proofs.skewed()) {
      assertThat(deployment.send(right.withHeader("DPoP", proof)).status()).isEqualTo(200);
    }
    assertThat(deployment.send(right).status()).isEqualTo(200);
  }

  @Test
  void refusesEverySessionThatIsNotLive() {
    for (DeadSessions.Rows rows : DeadSessions.of(client.key.thumbprint(), deployment.now())) {
      rows.session().ifPresent(tables::put);
      rows.key().ifPresent(tables::put);
      rows.user().ifPresent(tables::put);
      Answer answer = deployment.send(client.session(rows.token().token().reveal()));
      assertRefused(answer, rows.code(), "invalid_token");
    }
  }

  @Test
  void refusesASessionAfterEightHours() {
    deployment.pass(Duration.ofHours(8).minusSeconds(1));
    assertThat(deployment.send(client.session(token)).status()).isEqualTo(200);
    deployment.pass(Duration.ofSeconds(1));
    assertRefused(deployment.send(client.session(token)), "session_expired", "invalid_token");
  }

  @Test
  void refusesADisabledUserAtTheNextRequest() {
    assertThat(deployment.send(client.session(token)).status()).isEqualTo(200);
    tables.put(alice.user(User.Status.DISABLED));
    assertRefused(deployment.send(client.session(token)), "user_disabled", "invalid_token");
  }

  @Test
  void refusesARemovedKeyAtTheNextRequest() {
    tables.removeKey(alice.key().id());
    assertRefused(deployment.send(client.session(token)), "key_removed", "invalid_token");
  }

  @Test
  void refusesAThiefOfTheTokenAlone() {
    var thief = new TestClient(deployment, alice);
    assertRefused(
        deployment.send(thief.session(token)), "proof_key_mismatch", "invalid_dpop_proof");
  }

  private static void assertRefused(Answer answer, String code, String error) {
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().toMap()).containsEntry("error", error);
  }
}

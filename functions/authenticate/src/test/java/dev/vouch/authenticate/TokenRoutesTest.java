package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.login.FakeLoginTables;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.TestDpopKey;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.session.WrongProofs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenRoutesTest {
  private final FakeLoginTables tables = new FakeLoginTables();
  private final Deployment deployment = new Deployment(Map.of(), tables);
  private final EnrolledPerson alice = new EnrolledPerson(TestLogin.BASE, "alice@example.com");
  private final TestClient client = new TestClient(deployment, alice);

  @BeforeEach
  void enrol() {
    tables.put(alice.user(User.Status.ACTIVE));
    tables.put(alice.key());
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Nested
  final class Exchange {
    @Test
    void givesABoundTokenForACode() throws Exception {
      Answer answer = deployment.send(client.token(client.code()));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
      JsonObject body =
          answer.json().only("access_token", "token_type", "expires_in", "session_id", "user");
      String token = body.string("access_token");
      assertThat(body.string("token_type")).isEqualTo("DPoP");
      assertThat(body.integer("expires_in")).isEqualTo(28_800);
      assertThat(body.string("session_id")).isEqualTo(Sha256.of(token).base64Url());
      assertThat(body.string("user")).isEqualTo("alice@example.com");
      Session session = tables.session(body.string("session_id")).orElseThrow();
      assertThat(session.jkt()).isEqualTo(client.key.thumbprint());
      assertThat(tables.recordTypes()).containsExactly("login.completed", "session.started");
    }

    @ParameterizedTest
    @CsvSource({
      "grant_type, password, grant_type_unsupported, unsupported_grant_type",
      "client_id, other, client_unknown, invalid_client",
      "code, unknown, code_unknown, invalid_grant",
      "code, '', parameter_missing, invalid_request",
      "redirect_uri, http://127.0.0.1:1/callback, redirect_uri_mismatch, invalid_grant",
      "code_verifier, short, code_verifier_malformed, invalid_request",
      "code_verifier, ABjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, code_verifier_mismatch,"
          + " invalid_grant"
    })
    void refusesAWrongParameter(String name, String value, String code, String error)
        throws Exception {
      Map<String, String> changes = new java.util.HashMap<>(Map.of("code", client.code()));
      changes.put(name, value);
      assertRefused(deployment.send(client.token(changes)), 400, code, error);
      assertThat(tables.recordTypes()).containsExactly("login.completed");
    }

    @Test
    void refusesTheKeyOfAnother() throws Exception {
      String theirs =
          TestDpopKey.generate()
              .proof("POST", "https://vouch.example.com/oauth/token", deployment.now())
              .sign();
      SampleEvent event = client.token(client.code()).withHeader("DPoP", theirs);
      assertRefused(deployment.send(event), 400, "proof_key_mismatch", "invalid_dpop_proof");
    }

    @Test
    void refusesACodeAfterSixtySeconds() throws Exception {
      String code = client.code();
      deployment.pass(LIFE);
      assertRefused(deployment.send(client.token(code)), 400, "code_expired", "invalid_grant");
    }

    @Test
    void endsTheSessionOfACodeUsedTwice() throws Exception {
      String code = client.code();
      String token = deployment.send(client.token(code)).json().string("access_token");
      assertRefused(deployment.send(client.token(code)), 400, "code_reused", "invalid_grant");
      assertRefused(
          deployment.send(client.session(token)), 401, "session_revoked", "invalid_token");
    }

    @Test
    void changesNothingForAProofUsedTwice() throws Exception {
      SampleEvent event = client.token(client.code());
      String token = deployment.send(event).json().string("access_token");
      assertRefused(deployment.send(event), 400, "proof_replayed", "invalid_dpop_proof");
      assertThat(deployment.send(client.session(token)).status()).isEqualTo(200);
    }

    @Test
    void refusesEveryWrongProof() throws Exception {
      SampleEvent right = client.token(client.code());
      for (WrongProofs.Wrong wrong : proofs("/oauth/token", Optional.empty()).all()) {
        Answer answer = deployment.send(right.withHeader("DPoP", wrong.proof()));
        assertRefused(answer, 400, wrong.code(), "invalid_dpop_proof");
      }
      assertThat(deployment.send(right).status()).isEqualTo(200);
    }

    @Test
    void takesProofsThatAreAMinuteOff() throws Exception {
      for (String proof : proofs("/oauth/token", Optional.empty()).skewed()) {
        SampleEvent event = client.token(client.code()).withHeader("DPoP", proof);
        assertThat(deployment.send(event).status()).isEqualTo(200);
      }
    }

    @Test
    void takesAFormOf64KibibytesAndNotOneByteMore() throws Exception {
      SampleEvent right = client.token(client.code());
      assertRefused(
          deployment.send(right.withBodyOf(Request.MAX_BODY + 1)),
          413,
          "body_too_large",
          "invalid_request");
      assertThat(deployment.send(right.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(200);
    }
  }

  private static final Duration LIFE = Duration.ofSeconds(60);

  @Nested
  final class Revoke {
    private final String token = login();

    private String login() {
      try {
        enrol();
        return client.login();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void endsTheSession() {
      Answer answer = deployment.send(client.revoke(token));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{}");
      assertRefused(
          deployment.send(client.session(token)), 401, "session_revoked", "invalid_token");
      assertThat(tables.recordTypes())
          .containsExactly("login.completed", "session.started", "session.ended");
      assertThat(tables.records().getLast().members()).containsEntry("reason", "logout");
    }

    @Test
    void succeedsWhenTheSessionIsOverAlready() {
      deployment.send(client.revoke(token));
      assertThat(deployment.send(client.revoke(token)).status()).isEqualTo(200);
      assertThat(tables.recordTypes()).containsOnlyOnce("session.ended");
    }

    @Test
    void writesNothingForASessionThatHasExpired() {
      deployment.pass(Duration.ofHours(8));
      assertThat(deployment.send(client.revoke(token)).status()).isEqualTo(200);
      assertThat(tables.recordTypes()).doesNotContain("session.ended");
    }

    @Test
    void endsTheSessionOfADisabledUserToo() {
      tables.put(alice.user(User.Status.DISABLED));
      assertThat(deployment.send(client.revoke(token)).status()).isEqualTo(200);
      assertThat(tables.recordTypes()).endsWith("session.ended");
    }

    @Test
    void refusesToEndAnotherSession() throws Exception {
      String other = client.login();
      SampleEvent event = client.revoke(token).withBody("token=" + other);
      assertRefused(deployment.send(event), 400, "token_mismatch", "invalid_request");
      assertThat(deployment.send(client.session(other)).status()).isEqualTo(200);
    }

    @Test
    void refusesEveryWrongProof() {
      SampleEvent right = client.revoke(token);
      for (WrongProofs.Wrong wrong : proofs("/oauth/revoke", Optional.of(token)).all()) {
        Answer answer = deployment.send(right.withHeader("DPoP", wrong.proof()));
        assertRefused(answer, 401, wrong.code(), "invalid_dpop_proof");
      }
      assertThat(tables.recordTypes()).doesNotContain("session.ended");
      assertThat(deployment.send(right).status()).isEqualTo(200);
    }

    @Test
    void takesAFormOf64KibibytesAndNotOneByteMore() {
      SampleEvent right = client.revoke(token);
      assertRefused(
          deployment.send(right.withBodyOf(Request.MAX_BODY + 1)),
          413,
          "body_too_large",
          "invalid_request");
      assertThat(deployment.send(right.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(200);
    }

    @Test
    void refusesAThiefOfTheTokenAlone() {
      var thief = new TestClient(deployment, alice);
      assertRefused(
          deployment.send(thief.revoke(token)), 401, "proof_key_mismatch", "invalid_dpop_proof");
      assertThat(deployment.send(client.session(token)).status()).isEqualTo(200);
    }

    @Test
    void refusesAProofThatWasUsed() {
      SampleEvent session = client.session(token);
      deployment.send(session);
      SampleEvent event = client.revoke(token);
      deployment.send(event.withHeader("DPoP", proofFor("/oauth/revoke", "one-proof-used-twice")));
      String other = login();
      assertThat(other).isNotEqualTo(token);
      assertRefused(
          deployment.send(
              client
                  .revoke(other)
                  .withHeader("DPoP", proofFor("/oauth/revoke", other, "one-proof-used-twice"))),
          401,
          "proof_replayed",
          "invalid_dpop_proof");
    }

    private String proofFor(String path, String id) {
      return proofFor(path, token, id);
    }

    private String proofFor(String path, String accessToken, String id) {
      return client
          .key
          .proof("POST", "https://vouch.example.com" + path, deployment.now())
          .accessToken(accessToken)
          .claim("jti", id)
          .sign();
    }
  }

  private WrongProofs proofs(String path, Optional<String> token) {
    String url = "https://vouch.example.com" + path;
    return new WrongProofs(client.key, "POST", url, token, deployment.now());
  }

  private static void assertRefused(Answer answer, int status, String code, String error) {
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().toMap()).containsEntry("error", error);
    assertThat(answer.json().toMap()).containsKey("error_description");
  }
}

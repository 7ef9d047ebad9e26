package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.adapters.lambda.testing.WrongBodies;
import dev.vouch.core.session.DeadSessions;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.session.WrongProofs;
import dev.vouch.core.vending.VendScene;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every route of this function refuses; one thing is changed in a request that passes. */
final class EveryRouteTest {
  private final Deployment deployment = new Deployment();

  @BeforeEach
  void apply() {
    deployment.apply(VendScene.policy(VendScene.pulls()));
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @ParameterizedTest
  @CsvSource({
    "credentials, /credentials/aws",
    "explain, /credentials/aws/explain",
    "preview, /credentials/aws/preview"
  })
  void refusesEveryWrongTokenAndProof(String event, String path) {
    String url = TestLogin.BASE.resolve(path);
    var wrong =
        new WrongProofs(
            deployment.scene().dpop(),
            "POST",
            url,
            Optional.of(deployment.token()),
            Instant.now());
    SampleEvent right = deployment.event(event, path);
    wrong.tokens().forEach(one -> assertRefused(right, one));
    wrong.proofs().forEach(one -> assertRefused(right, one));
    assertThat(deployment.send(right).status()).isEqualTo(200);
    assertThat(deployment.send(right).code()).isEqualTo("proof_replayed");
  }

  @ParameterizedTest
  @CsvSource({
    "credentials, /credentials/aws",
    "explain, /credentials/aws/explain",
    "preview, /credentials/aws/preview"
  })
  void refusesEverySessionThatIsNotLive(String event, String path) {
    String jkt = deployment.scene().dpop().thumbprint();
    for (DeadSessions.Rows rows : DeadSessions.of(jkt, Instant.now())) {
      deployment.store(rows);
      Answer answer = deployment.send(deployment.event(event, path, rows.token()));
      assertThat(answer.code()).isEqualTo(rows.code());
      assertThat(answer.status()).isEqualTo(401);
    }
    assertThat(deployment.sts().asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "credentials, /credentials/aws",
    "explain, /credentials/aws/explain",
    "preview, /credentials/aws/preview"
  })
  void refusesEveryWrongBody(String event, String path) {
    SampleEvent right = deployment.event(event, path);
    for (WrongBodies.Wrong wrong : WrongBodies.ofJson(right)) {
      Answer answer = deployment.send(wrong.event());
      assertThat(answer.code()).isEqualTo(wrong.code());
      assertThat(answer.status()).isEqualTo(wrong.status());
    }
    assertThat(deployment.send(WrongBodies.largestJson(right)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "credentials, /credentials/aws",
    "explain, /credentials/aws/explain",
    "preview, /credentials/aws/preview"
  })
  void refusesEveryRegistryBeforeAPolicyIsApplied(String event, String path) {
    try (Deployment fresh = new Deployment()) {
      assertThat(fresh.send(fresh.event(event, path)).code()).isEqualTo("no_policy");
    }
  }

  private void assertRefused(SampleEvent right, WrongProofs.Presented one) {
    Answer answer = deployment.send(right.presenting(one.authorization(), one.proofs()));
    assertThat(answer.code()).isEqualTo(one.code());
    assertThat(answer.status()).isEqualTo(401);
  }
}

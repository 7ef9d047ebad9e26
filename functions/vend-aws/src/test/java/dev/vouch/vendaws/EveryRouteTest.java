package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.testing.RefusedEvents;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.core.session.DeadSessions;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.session.WrongProofs;
import dev.vouch.core.vending.VendScene;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every route of this function refuses; one thing is changed in a request that passes. */
final class EveryRouteTest {
  private final Deployment deployment = Deployment.under(VendScene.policy(VendScene.pulls()));

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void refusesEachEventAsItsNameSaysAndNeitherMintsNorRecords() {
    RefusedEvents.assertRefused("vend-aws", event -> deployment.send(deployment.live(event)));
    assertThat(deployment.sts().asked()).isEmpty();
    assertThat(deployment.audited()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"credentials", "explain", "preview"})
  void refusesEveryWrongProofAndNoneThatIsAMinuteOff(String name) {
    SampleEvent right = deployment.event(name);
    var proofs =
        new WrongProofs(
            deployment.scene().dpop(),
            "POST",
            TestLogin.BASE.resolve(right.path()),
            Optional.of(deployment.token()),
            deployment.now());
    for (WrongProofs.Wrong wrong : proofs.all()) {
      deployment.assertRefused(right.withHeader("DPoP", wrong.proof()), 401, wrong.code());
    }
    for (String proof : proofs.skewed()) {
      assertThat(deployment.send(right.withHeader("DPoP", proof)).status()).isEqualTo(200);
    }
    assertThat(deployment.send(right).status()).isEqualTo(200);
    assertThat(deployment.send(right).code()).isEqualTo("proof_replayed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"credentials", "explain", "preview"})
  void refusesEverySessionThatIsNotLive(String name) {
    String jkt = deployment.scene().dpop().thumbprint();
    for (DeadSessions.Rows rows : DeadSessions.of(jkt, deployment.now())) {
      deployment.store(rows);
      deployment.assertRefused(deployment.event(name, rows.token()), 401, rows.code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"credentials", "explain", "preview"})
  void takesABodyOf64KibibytesAndNotOneByteMore(String name) {
    SampleEvent right = deployment.event(name);
    deployment.assertRefused(right.withBodyOf(Request.MAX_BODY + 1), 413, "body_too_large");
    assertThat(deployment.send(right.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"credentials", "explain", "preview"})
  void refusesEveryRegistryBeforeAPolicyIsApplied(String name) {
    try (Deployment fresh = new Deployment()) {
      fresh.assertRefused(fresh.event(name), 404, "no_policy");
    }
  }
}

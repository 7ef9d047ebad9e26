package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.RefusedEvents;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {
  private final Deployment deployment = new Deployment();

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void letsAnAdministratorIn() {
    assertThat(deployment.send("list-users").status()).isEqualTo(200);
  }

  @Test
  void letsANamedIamUserIn() {
    assertThat(
            deployment
                .send(
                    Deployment.event("list-users")
                        .with(
                            "requestContext.identity.userArn",
                            "arn:aws:iam::123456789012:user/root-cause"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void refusesEachEventAsItsNameSaysAndWritesNothing() {
    RefusedEvents.assertRefused("administer", deployment::send);
    assertThat(deployment.stored("")).isEmpty();
    assertThat(deployment.audited()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invite",
        "list-users",
        "disable-user",
        "enable-user",
        "list-keys",
        "remove-key",
        "list-sessions",
        "revoke-session",
        "apply-policy",
        "show-policy"
      })
  void guardsEveryRoute(String event) {
    Answer answer =
        deployment.send(
            Deployment.event(event)
                .with(
                    "requestContext.identity.userArn",
                    "arn:aws:sts::123456789012:assumed-role/developer/bob"));
    assertThat(answer.code()).isEqualTo("caller_not_allowed");
    Answer ofAnother =
        deployment.send(
            Deployment.event(event).with("requestContext.identity.accountId", "210987654321"));
    assertThat(ofAnother.code()).isEqualTo("other_account");
  }

  @Test
  void judgesTheCallerBeforeTheBody() {
    Answer answer =
        deployment.send(
            Deployment.event("invite")
                .withBody("{")
                .with("requestContext.identity.accountId", "210987654321"));
    assertThat(answer.code()).isEqualTo("other_account");
  }
}

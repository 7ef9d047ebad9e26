package dev.vouch.reviewaudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.lambda.testing.RefusedEvents;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import java.util.Map;
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
  void letsAReviewerIn() {
    assertThat(deployment.send("list-records").status()).isEqualTo(200);
  }

  @Test
  void refusesEachEventAsItsNameSays() {
    RefusedEvents.assertRefused("review-audit", deployment::send);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-records", "show-record", "list-writers"})
  void guardsEveryRoute(String event) {
    Answer answer =
        deployment.send(
            Deployment.event(event)
                .with(
                    "requestContext.identity.userArn",
                    "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice"));
    assertThat(answer.code()).isEqualTo("caller_not_allowed");
    Answer ofAnother =
        deployment.send(
            Deployment.event(event).with("requestContext.identity.accountId", "210987654321"));
    assertThat(ofAnother.code()).isEqualTo("other_account");
  }

  @Test
  void refusesToStartWithAPrincipalOfAnotherAccount() {
    Map<String, Object> changed =
        Map.of("vouch.audit.principals", "arn:aws:iam::210987654321:role/vouch-audit");
    assertThatThrownBy(() -> new Deployment(changed).close()).hasMessageContaining("210987654321");
  }
}

package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.vending.VendScene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreviewRouteTest {
  private static final String PATH = "/credentials/aws/preview";

  private final Deployment deployment = new Deployment();

  @BeforeEach
  void apply() {
    deployment.apply(VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls()));
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void showsWhatMayBePulledAndPushedAndForHowLong() throws InvalidJson {
    JsonObject body = deployment.send(event()).json();
    assertThat(body.toMap().keySet())
        .containsExactly("pull", "push", "no_pull", "no_push", "lifetime");
    assertThat(body.strings("pull")).containsExactly("team-a/**");
    assertThat(body.strings("push")).isEmpty();
    assertThat(body.strings("no_pull")).containsExactly("team-a/secret/**");
    assertThat(body.strings("no_push")).isEmpty();
    assertThat(body.integer("lifetime")).isEqualTo(3600);
  }

  @Test
  void showsWhatAScopeLeaves() throws InvalidJson {
    JsonObject body = deployment.send(asking("team-a/app")).json();
    assertThat(body.strings("pull")).containsExactly("team-a/app");
    assertThat(body.strings("no_pull")).isEmpty();
  }

  @Test
  void showsNothingRatherThanARefusalWhereNothingIsAllowed() throws InvalidJson {
    Answer answer = deployment.send(asking("team-b/app"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().strings("pull")).isEmpty();
    assertThat(answer.json().has("lifetime")).isFalse();
  }

  @Test
  void mintsAndRecordsNothing() {
    deployment.send(event());
    assertThat(deployment.sts().asked()).isEmpty();
    assertThat(deployment.audited()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"registry\":\"other.example.com\"}| 404| registry_not_served",
        "{\"registry\":\"a:1\"}| 400| registry_malformed",
        "{\"registry\":\"a\",\"scope\":{\"repositories\":[],\"actions\":[\"pull\"]}}| 400|"
            + " scope_malformed",
        "{\"registry\":\"a\",\"more\":1}| 400| unknown_member",
        "{}| 400| missing_member"
      })
  void refusesEachWrongMember(String body, int status, String code) {
    assertRefused(event().withBody(body), status, code);
  }

  @Test
  void refusesADisabledUser() {
    deployment.store(deployment.scene().login().user(User.Status.DISABLED));
    assertRefused(event(), 401, "user_disabled");
  }

  @Test
  void refusesAProofUsedTwice() {
    SampleEvent event = event();
    deployment.send(event);
    assertRefused(event, 401, "proof_replayed");
  }

  @Test
  void refusesAProofForTheOtherRoute() {
    assertRefused(
        event().withHeader("DPoP", deployment.proof("/credentials/aws")), 401, "proof_url");
  }

  private SampleEvent asking(String repository) {
    return event()
        .withBody(
            "{\"registry\":\"%s\",\"scope\":{\"repositories\":[\"%s\"],\"actions\":[\"pull\"]}}"
                .formatted(VendScene.HOST, repository));
  }

  private SampleEvent event() {
    return deployment.event("preview", PATH);
  }

  private void assertRefused(SampleEvent event, int status, String code) {
    Answer answer = deployment.send(event);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }
}

package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.vending.VendScene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PreviewRouteTest {
  private final Deployment deployment =
      Deployment.under(VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls()));

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

  @Test
  void refusesARegistryThatIsNotServed() {
    deployment.assertRefused(
        event().withBody("{\"registry\":\"other.example.com\"}"), 404, "registry_not_served");
  }

  private SampleEvent asking(String repository) {
    return event()
        .withBody(
            "{\"registry\":\"%s\",\"scope\":{\"repositories\":[\"%s\"],\"actions\":[\"pull\"]}}"
                .formatted(VendScene.HOST, repository));
  }

  private SampleEvent event() {
    return deployment.event("preview");
  }
}

package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.vending.VendScene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExplainRouteTest {
  private final Deployment deployment =
      Deployment.under(VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls()));

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void namesTheGrantThatAllows() throws InvalidJson {
    JsonObject body = deployment.send(event("explain")).json();
    assertThat(body.toMap().keySet())
        .containsExactly("decision", "reason", "rule", "detail", "help");
    assertThat(body.string("decision")).isEqualTo("allowed");
    assertThat(body.string("reason")).isEqualTo("granted");
    assertThat(body.object("rule").string("kind")).isEqualTo("grant");
    assertThat(body.object("rule").string("name")).isEqualTo("platform-pulls");
    assertThat(body.object("rule").string("owner")).isEqualTo("platform-team@example.com");
  }

  @Test
  void namesTheGrantThatDoesNotReachFarEnough() throws InvalidJson {
    JsonObject body = deployment.send(event("explain-push")).json();
    assertThat(body.string("decision")).isEqualTo("refused");
    assertThat(body.string("reason")).isEqualTo("action_not_granted");
    assertThat(body.object("rule").string("name")).isEqualTo("platform-pulls");
  }

  @ParameterizedTest
  @CsvSource({"team-a/secret/keys, denied_by_rule", "team-b/app, no_grant"})
  void saysWhyARepositoryIsRefused(String repository, String reason) throws InvalidJson {
    JsonObject body = deployment.send(asking("repository", repository)).json();
    assertThat(body.string("decision")).isEqualTo("refused");
    assertThat(body.string("reason")).isEqualTo(reason);
    assertThat(body.has("rule")).isEqualTo(reason.equals("denied_by_rule"));
  }

  @Test
  void mintsAndRecordsNothing() {
    deployment.send(event("explain"));
    assertThat(deployment.sts().asked()).isEmpty();
    assertThat(deployment.audited()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "registry, other.example.com, 404, registry_not_served",
    "repository, Team-A/app, 400, repository_malformed",
    "repository, team-a/**, 400, repository_malformed",
    "action, delete, 400, action_unknown"
  })
  void refusesEachWrongMember(String member, String value, int status, String code) {
    deployment.assertRefused(asking(member, value), status, code);
  }

  private SampleEvent asking(String member, String value) {
    String body =
        "{\"registry\":\"%s\",\"repository\":\"team-a/app\",\"action\":\"pull\"}"
            .formatted(VendScene.HOST);
    String field = "\"" + member + "\":\"" + value + "\"";
    String changed =
        body.contains("\"" + member + "\"")
            ? body.replaceFirst("\"" + member + "\":\"[^\"]*\"", field)
            : body.replace("}", "," + field + "}");
    return event("explain").withBody(changed);
  }

  private SampleEvent event(String name) {
    return deployment.event(name);
  }
}

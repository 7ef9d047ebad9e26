package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.vending.VendScene;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scope of a request, from the member of the body to AWS. */
final class ScopeMemberTest {
  private final Deployment deployment = Deployment.under(VendScene.policy(VendScene.pulls()));

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void narrowsTheAnswerTheSessionPolicyAndTheRecord() throws InvalidJson {
    Answer answer = deployment.send(event());
    assertThat(answer.json().object("scope").strings("pull")).containsExactly("team-a/app");
    String asked =
        URLDecoder.decode(deployment.sts().asked().getFirst().body(), StandardCharsets.UTF_8);
    assertThat(asked).contains(":repository/team-a/app\"").doesNotContain("team-a/*");
    assertThat(
            deployment.audited().getFirst().object("scope").object("selected").strings("actions"))
        .containsExactly("pull");
  }

  @Test
  void meansEverythingWhereItIsNull() throws InvalidJson {
    Answer answer = deployment.send(withScope("null"));
    assertThat(answer.json().object("scope").strings("pull")).containsExactly("team-a/**");
  }

  @Test
  void refusesWhatHoldsNothingThatIsGranted() {
    assertRefused("{'repositories':['team-b/app'],'actions':['pull']}", 403, "scope_empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'repositories':[],'actions':['pull']}| scope_malformed",
        "{'repositories':['Team-A/app'],'actions':['pull']}| scope_malformed",
        "{'repositories':['team-a/*'],'actions':['pull']}| scope_malformed",
        "{'repositories':['**'],'actions':['pull']}| scope_malformed",
        "{'repositories':['team-a/app'],'actions':[]}| scope_malformed",
        "{'repositories':['team-a/app'],'actions':['push']}| scope_malformed",
        "{'repositories':['team-a/app'],'actions':['pull','delete']}| scope_malformed",
        "{'repositories':['team-a/app']}| missing_member",
        "{'actions':['pull']}| missing_member",
        "{'repositories':['team-a/app'],'actions':['pull'],'more':1}| unknown_member",
        "{'repositories':'team-a/app','actions':['pull']}| wrong_member_type",
        "'team-a/app'| wrong_member_type"
      })
  void refusesEachOtherForm(String scope, String code) {
    assertRefused(scope, 400, code);
  }

  @Test
  void takesFiftyRepositoriesAndNotOneMore() {
    assertThat(deployment.send(withScope(naming(50))).status()).isEqualTo(200);
    assertThat(deployment.send(withScope(naming(51))).code()).isEqualTo("scope_malformed");
  }

  private static String naming(int repositories) {
    String names = String.join(",", Collections.nCopies(repositories, "'team-a/app'"));
    return "{'repositories':[" + names + "],'actions':['pull']}";
  }

  private void assertRefused(String scope, int status, String code) {
    deployment.assertRefused(withScope(scope), status, code);
  }

  private SampleEvent withScope(String scope) {
    return event()
        .withBody(
            "{\"registry\":\"%s\",\"scope\":%s}"
                .formatted(VendScene.HOST, scope.replace('\'', '"')));
  }

  private SampleEvent event() {
    return deployment.event("credentials-within-a-scope");
  }
}

package dev.vouch.adapters.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.aws.testing.AwsSettings;
import dev.vouch.adapters.aws.testing.ScriptedServer;
import dev.vouch.adapters.aws.testing.ScriptedServer.Asked;
import dev.vouch.adapters.aws.testing.ScriptedServer.Reply;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.ecr.RegistryTokens.RegistryToken;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;

final class EcrRegistryTokensTest {
  private static final RoleSession SESSION = session("ASIAONE", "token-one");

  private final ScriptedServer server = new ScriptedServer();
  private final AwsSettings settings = new AwsSettings(server.uri());
  private final EcrRegistryTokens tokens = new EcrRegistryTokens(new EcrClients());

  @AfterEach
  void close() {
    settings.close();
    server.close();
  }

  @Test
  void fetchesTheTokenOfTheRegion() {
    server.answer(success());
    assertThat(tokens.fetch("eu-west-1", SESSION))
        .isEqualTo(
            new Answer.Given<>(
                new RegistryToken(
                    Secret.of("QVdTOnBhc3N3b3Jk"),
                    "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                    Instant.ofEpochSecond(1_795_000_000),
                    "ecr-request-1")));
    Asked asked = server.asked().getFirst();
    assertThat(asked.headers().get("x-amz-target"))
        .isEqualTo("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken");
    assertThat(asked.headers().get("authorization")).contains("/eu-west-1/ecr/aws4_request");
    assertThat(asked.body()).isEqualTo("{}");
  }

  @Test
  void signsEachCallWithTheCredentialsOfItsOwnSession() {
    server.answer(success());
    tokens.fetch("us-east-1", SESSION);
    tokens.fetch("us-east-1", session("ASIATWO", "token-two"));
    assertThat(server.asked())
        .extracting(asked -> String.valueOf(asked.headers().get("x-amz-security-token")))
        .containsExactly("token-one", "token-two");
    assertThat(server.asked().getLast().headers().get("authorization"))
        .contains("Credential=ASIATWO/");
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, registry_access_denied",
    "400, ThrottlingException, upstream_throttled",
    "500, ServerException, upstream_unavailable",
  })
  void namesEachRefusal(int status, String code, String expected) {
    server.answer(ScriptedServer.jsonError(status, code));
    assertThat(withheld(tokens).code()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"authorizationData\":[]}",
        "{\"authorizationData\":[{}]}",
        "{\"authorizationData\":[{},{}]}"
      })
  void takesOneTokenAndNothingElse(String body) {
    server.answer(ScriptedServer.json(200, body));
    assertThat(withheld(tokens).code()).isEqualTo("upstream_answer_not_understood");
  }

  @Test
  void throwsOnWhatIsOurOwnMistake() {
    server.answer(ScriptedServer.jsonError(400, "InvalidParameterException"));
    assertThatThrownBy(() -> tokens.fetch("us-east-1", SESSION)).isInstanceOf(SdkException.class);
  }

  @Test
  void givesUpWhenEcrDoesNotAnswerInTime() {
    server.fallSilent();
    EcrRegistryTokens impatient = new EcrRegistryTokens(new EcrClients(Duration.ofMillis(200)));
    assertThat(withheld(impatient).code()).isEqualTo("upstream_timeout");
  }

  @Test
  void saysThatEcrCannotBeReached() {
    server.close();
    assertThat(withheld(tokens).code()).isEqualTo("upstream_unavailable");
  }

  private static MintRefusal withheld(EcrRegistryTokens tokens) {
    return ((Answer.Withheld<RegistryToken>) tokens.fetch("us-east-1", SESSION)).why();
  }

  private static RoleSession session(String keyId, String token) {
    return new RoleSession(
        keyId,
        Secret.of("secret-key"),
        Secret.of(token),
        Instant.parse("2026-11-21T11:00:00Z"),
        "arn:aws:sts::123456789012:assumed-role/vouch-registry/aaaaaaaaaaaaaaaaaaaa-2",
        "sts-request-1");
  }

  private static Reply success() {
    return new Reply(
        200,
        Map.of("content-type", "application/x-amz-json-1.1", "x-amzn-requestid", "ecr-request-1"),
        """
        {"authorizationData":[{"authorizationToken":"QVdTOnBhc3N3b3Jk","expiresAt":1795000000,
        "proxyEndpoint":"https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"}]}
        """);
  }
}

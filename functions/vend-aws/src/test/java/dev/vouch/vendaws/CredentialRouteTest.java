package dev.vouch.vendaws;

import static dev.vouch.vendaws.Deployment.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.aws.testing.ScriptedServer;
import dev.vouch.adapters.aws.testing.ScriptedServer.Reply;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.VendScene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialRouteTest {
  private final Deployment deployment = Deployment.under(VendScene.policy(VendScene.pulls()));

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void issuesACredentialThatNobodyMayStore() throws InvalidJson {
    Answer answer = deployment.send(event());
    assertThat(answer.body()).contains(Deployment.PASSWORD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    JsonObject body = answer.json();
    assertThat(body.toMap().keySet())
        .containsExactly(
            "registry", "username", "secret", "expires_at", "refresh_at", "scope", "receipt");
    assertThat(body.string("registry")).isEqualTo(VendScene.HOST);
    assertThat(body.string("username")).isEqualTo("AWS");
    assertThat(body.string("secret")).isEqualTo(Deployment.PASSWORD);
    assertThat(body.object("scope").strings("pull")).containsExactly("team-a/**");
    assertThat(body.object("scope").strings("push")).isEmpty();
    assertThat(body.object("receipt").string("id")).isEqualTo(text(issued(), "id"));
  }

  @Test
  void saysWhenToComeBackInWholeSeconds() throws InvalidJson {
    JsonObject body = deployment.send(event()).json();
    assertThat(body.string("expires_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    Instant end = Instant.parse(body.string("expires_at"));
    Instant refresh = Instant.parse(body.string("refresh_at"));
    assertThat(Duration.between(refresh, end))
        .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(31));
  }

  @Test
  void recordsIntentAndOutcomeWithTheHashOfTheSecret() {
    deployment.send(event());
    List<JsonObject> records = deployment.audited();
    assertThat(records)
        .extracting(record -> text(record, "type"))
        .containsExactly("credential.intended", "credential.issued");
    assertThat(text(records.getFirst(), "idempotency_key")).isEqualTo("b7Vn2cV0sVt1oQp9");
    assertThat(text(records.getLast(), "intent")).isEqualTo(text(records.getFirst(), "id"));
    assertThat(text(records.getLast(), "secret_sha256"))
        .isEqualTo(Secret.of(Deployment.PASSWORD).hash().base64Url());
  }

  @Test
  void namesTheRoleSessionAfterTheIntent() {
    deployment.send(event());
    assertThat(deployment.sts().asked().getFirst().body())
        .contains("RoleSessionName=" + text(deployment.audited().getFirst(), "id"));
  }

  @Test
  void vendsWithoutAnIdempotencyKey() {
    assertThat(
            deployment.send(event().with("multiValueHeaders.Idempotency-Key", List.of())).status())
        .isEqualTo(200);
  }

  @Test
  void asksEachUpstreamOnceAndForThePublicKeyOnlyTheFirstTime() {
    deployment.send(event());
    deployment.send(event());
    assertThat(deployment.kms().asked()).hasSize(3);
    assertThat(deployment.sts().asked()).hasSize(2);
    assertThat(deployment.ecr().asked()).hasSize(2);
  }

  @Test
  void refusesAProofUsedTwice() {
    SampleEvent event = event();
    assertThat(deployment.send(event).status()).isEqualTo(200);
    Answer again = deployment.send(event);
    assertThat(again.code()).isEqualTo("proof_replayed");
    assertThat(deployment.sts().asked()).hasSize(1);
  }

  @Test
  void refusesARevokedSession() {
    deployment.store(deployment.scene().revoked());
    deployment.assertRefused(event(), 401, "session_revoked");
  }

  @Test
  void refusesADisabledUserAndRecordsIt() {
    deployment.store(deployment.scene().login().user(User.Status.DISABLED));
    deployment.assertRefused(event(), 401, "user_disabled");
    assertThat(deployment.audited())
        .singleElement()
        .satisfies(record -> {
          assertThat(text(record, "type")).isEqualTo("credential.refused");
          assertThat(text(record, "reason")).isEqualTo("user_disabled");
          assertThat(text(record, "registry")).isEqualTo(VendScene.HOST);
        });
  }

  @Test
  void refusesARegistryThatIsNotServed() {
    String body = "{\"registry\":\"210987654321.dkr.ecr.us-east-1.amazonaws.com\"}";
    deployment.assertRefused(event().withBody(body), 404, "registry_not_served");
  }

  @Test
  void refusesSomebodyWithoutAGrant() {
    deployment.store(deployment.scene().userIn("visitors"));
    deployment.assertRefused(event(), 403, "nothing_granted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://" + VendScene.HOST,
        VendScene.HOST + ":443",
        VendScene.HOST + "/team-a",
        "123456789012.DKR.ecr.us-east-1.amazonaws.com",
        VendScene.HOST + ".",
        "user@" + VendScene.HOST,
        "a b",
        ""
      })
  void refusesARegistryThatIsNoHostName(String registry) {
    deployment.assertRefused(
        event().withBody("{\"registry\":\"" + registry + "\"}"), 400, "registry_malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "ä"})
  void refusesAnIdempotencyKeyOfAnotherForm(String key) {
    deployment.assertRefused(
        event().withHeader("Idempotency-Key", key), 400, "idempotency_key_malformed");
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, 502, role_not_assumable",
    "400, InvalidIdentityToken, 502, identity_token_rejected",
    "400, IDPCommunicationError, 503, issuer_not_reached",
    "400, PackedPolicyTooLarge, 422, packed_policy_too_large",
    "403, RegionDisabledException, 502, sts_region_disabled",
    "503, ServiceUnavailable, 503, upstream_unavailable",
  })
  void passesOnWhyStsRefuses(int status, String error, int answered, String code) {
    deployment.sts().answer(ScriptedServer.xmlError(status, error, "as scripted"));
    Answer answer = deployment.send(event());
    assertThat(answer.status()).isEqualTo(answered);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(deployment.audited())
        .extracting(record -> text(record, "type"))
        .containsExactly("credential.intended", "credential.failed");
    assertThat(text(deployment.audited().getLast(), "reason")).isEqualTo(code);
  }

  @Test
  void passesOnThatTheRoleEndsBeforeTheLifetime() {
    String message =
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    deployment.sts().answer(ScriptedServer.xmlError(400, "ValidationError", message));
    assertFailed(502, "duration_exceeds_role");
  }

  @Test
  void passesOnThatTheIssuerKeyCannotBeUsed() {
    deployment.send(event());
    deployment.kms().answer(ScriptedServer.jsonError(400, "DisabledException"));
    assertFailed(502, "issuer_key_not_usable");
  }

  @Test
  void passesOnThatTheRoleMayNotFetchAToken() {
    deployment.ecr().answer(ScriptedServer.jsonError(400, "AccessDeniedException"));
    assertFailed(502, "registry_access_denied");
  }

  @Test
  void passesOnThatAwsAnswersWhatItDoesNotDocument() {
    deployment.ecr().answer(ScriptedServer.json(200, "{\"authorizationData\":[]}"));
    assertFailed(502, "upstream_answer_not_understood");
  }

  @Test
  void refusesAnIdempotencyKeyThatOccursTwice() {
    SampleEvent event =
        event().with("multiValueHeaders.Idempotency-Key", List.of("b7Vn2cV0", "b7Vn2cV0"));
    deployment.assertRefused(event, 400, "duplicate_header");
  }

  private void assertFailed(int status, String code) {
    Answer answer = deployment.send(event());
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain(Deployment.PASSWORD);
  }

  @Test
  void saysWhenToTryAgainAfterThrottling() {
    Reply throttled = ScriptedServer.jsonError(400, "ThrottlingException");
    deployment.ecr().answer(new Reply(400, Map.of("retry-after", "9"), throttled.body()));
    Answer answer = deployment.send(event());
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("upstream_throttled");
    assertThat(answer.headers()).containsEntry("Retry-After", "9");
  }

  @Test
  void keepsATokenOfAnotherRegistryToItself() {
    deployment.ecr().answer(Deployment.registryToken("210987654321"));
    Answer answer = deployment.send(event());
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("other_registry");
    assertThat(answer.body()).doesNotContain(Deployment.PASSWORD);
  }

  @Test
  void asksForNoTokenWithASessionOfAnotherRole() {
    deployment.sts().answerWith(asked -> Deployment.roleSession("another", asked));
    Answer answer = deployment.send(event());
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("other_role");
    assertThat(deployment.ecr().asked()).isEmpty();
  }

  @Test
  void mintsNothingWhereTheIntentCannotBeWritten() {
    try (Deployment broken = new Deployment(Map.of("vouch.tables.audit", "no-such-table"))) {
      broken.apply(VendScene.policy(VendScene.pulls()));
      Answer answer = broken.send(broken.event("credentials"));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(broken.kms().asked()).isEmpty();
      assertThat(broken.sts().asked()).isEmpty();
    }
  }

  @Test
  void keepsTheWebIdentityAndTheRolesCredentialsToItself() {
    Answer answer = deployment.send(event());
    String shown =
        answer.body()
            + answer.headers()
            + deployment.audited().stream().map(JsonObject::toMap).toList();
    assertThat(shown)
        .doesNotContain("c2lnbmF0dXJl")
        .doesNotContain("role-secret-key")
        .doesNotContain("role-session-token");
    assertThat(deployment.audited().toString()).doesNotContain(Deployment.PASSWORD);
  }

  private JsonObject issued() {
    return deployment.audited().getLast();
  }

  private SampleEvent event() {
    return deployment.event("credentials");
  }
}

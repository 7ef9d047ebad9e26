package dev.vouch.adapters.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.aws.testing.AwsSettings;
import dev.vouch.adapters.aws.testing.ScriptedServer;
import dev.vouch.adapters.aws.testing.ScriptedServer.Reply;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.ecr.RoleSessions.RoleRequest;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

final class StsRoleSessionsTest {
  private static final RoleRequest REQUEST =
      new RoleRequest(
          "arn:aws:iam::123456789012:role/vouch-registry",
          Secret.of("header.claims.signature"),
          "aaaaaaaaaaaaaaaaaaaa-2",
          "{\"Version\":\"2012-10-17\"}",
          Duration.ofMinutes(15));

  private final ScriptedServer server = new ScriptedServer();
  private final AwsSettings settings = new AwsSettings(server.uri());
  private final StsClient client = StsClients.open();
  private final StsRoleSessions sessions = new StsRoleSessions(client);

  @AfterEach
  void close() {
    client.close();
    settings.close();
    server.close();
  }

  @Test
  void assumesTheRoleWithTokenNamePolicyAndDuration() {
    server.answer(success());
    assertThat(sessions.assume(REQUEST))
        .isEqualTo(
            new Answer.Given<>(
                new RoleSession(
                    "ASIATEST",
                    Secret.of("secret-key"),
                    Secret.of("session-token"),
                    Instant.parse("2026-11-21T11:00:00Z"),
                    "arn:aws:sts::123456789012:assumed-role/vouch-registry/aaaaaaaaaaaaaaaaaaaa-2",
                    "sts-request-1")));
    String form = URLDecoder.decode(server.asked().getFirst().body(), StandardCharsets.UTF_8);
    assertThat(form.split("&"))
        .contains(
            "Action=AssumeRoleWithWebIdentity",
            "RoleArn=arn:aws:iam::123456789012:role/vouch-registry",
            "WebIdentityToken=header.claims.signature",
            "RoleSessionName=aaaaaaaaaaaaaaaaaaaa-2",
            "Policy={\"Version\":\"2012-10-17\"}",
            "DurationSeconds=900");
  }

  @Test
  void sendsNoCredentialsOfTheFunction() {
    server.answer(success());
    sessions.assume(REQUEST);
    assertThat(server.asked().getFirst().headers()).doesNotContainKey("authorization");
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, role_not_assumable",
    "400, InvalidIdentityToken, identity_token_rejected",
    "400, ExpiredTokenException, identity_token_rejected",
    "403, IDPRejectedClaim, identity_token_rejected",
    "400, IDPCommunicationError, issuer_not_reached",
    "400, PackedPolicyTooLarge, packed_policy_too_large",
    "403, RegionDisabledException, sts_region_disabled",
    "400, Throttling, upstream_throttled",
    "503, ServiceUnavailable, upstream_unavailable",
  })
  void namesEachRefusal(int status, String code, String expected) {
    server.answer(ScriptedServer.xmlError(status, code, "as scripted"));
    assertThat(withheld().code()).isEqualTo(expected);
  }

  @Test
  void saysThatTheRoleDoesNotAllowTheDuration() {
    server.answer(
        ScriptedServer.xmlError(
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."));
    assertThat(withheld().code()).isEqualTo("duration_exceeds_role");
  }

  @Test
  void throwsOnAnyOtherBadParameter() {
    server.answer(
        ScriptedServer.xmlError(400, "ValidationError", "1 validation error: roleSessionName"));
    assertThatThrownBy(() -> sessions.assume(REQUEST)).isInstanceOf(SdkException.class);
  }

  @Test
  void takesNoAnswerWithoutCredentials() {
    server.answer(
        ScriptedServer.xml(
            200,
            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult/>"
                + "</AssumeRoleWithWebIdentityResponse>"));
    assertThat(withheld().code()).isEqualTo("upstream_answer_not_understood");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AssumedRoleUser",
        "Arn",
        "AccessKeyId",
        "SecretAccessKey",
        "SessionToken",
        "Expiration"
      })
  void takesNoAnswerThatLacksAPart(String part) {
    String whole = success().body();
    server.answer(
        ScriptedServer.xml(200, whole.replaceAll("(?s)<%1$s>.*</%1$s>".formatted(part), "")));
    assertThat(withheld().code()).isEqualTo("upstream_answer_not_understood");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{}", "<AssumeRoleWithWebIdentityResponse>"})
  void takesNoAnswerThatIsNoXmlAndDoesNotInsist(String answer) {
    server.answer(ScriptedServer.xml(200, answer));
    assertThat(withheld().code()).isEqualTo("upstream_answer_not_understood");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void passesOnWhenToTryAgain() {
    Reply throttled = ScriptedServer.xmlError(400, "Throttling", "Rate exceeded");
    server.answer(
        new Reply(400, Map.of("content-type", "text/xml", "retry-after", "7"), throttled.body()));
    assertThat(withheld())
        .isInstanceOfSatisfying(
            MintRefusal.Throttled.class,
            why -> assertThat(why.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void triesAgainTwiceAndNoMore() {
    Reply busy = ScriptedServer.xmlError(503, "ServiceUnavailable", "busy");
    server.answer(busy, busy, success());
    assertThat(sessions.assume(REQUEST)).isInstanceOf(Answer.Given.class);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void givesUpWhenStsDoesNotAnswerInTime() {
    server.fallSilent();
    try (StsClient impatient = StsClients.open(Duration.ofMillis(200))) {
      Answer<RoleSession> answer = new StsRoleSessions(impatient).assume(REQUEST);
      assertThat(((Answer.Withheld<RoleSession>) answer).why().code())
          .isEqualTo("upstream_timeout");
    }
  }

  @Test
  void saysThatStsCannotBeReached() {
    server.close();
    assertThat(withheld().code()).isEqualTo("upstream_unavailable");
  }

  private MintRefusal withheld() {
    return ((Answer.Withheld<RoleSession>) sessions.assume(REQUEST)).why();
  }

  private static Reply success() {
    return ScriptedServer.xml(
        200,
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <AssumedRoleUser>
              <AssumedRoleId>AROATEST:aaaaaaaaaaaaaaaaaaaa-2</AssumedRoleId>
              <Arn>arn:aws:sts::123456789012:assumed-role/vouch-registry/aaaaaaaaaaaaaaaaaaaa-2</Arn>
            </AssumedRoleUser>
            <Credentials>
              <AccessKeyId>ASIATEST</AccessKeyId>
              <SecretAccessKey>secret-key</SecretAccessKey>
              <SessionToken>session-token</SessionToken>
              <Expiration>2026-11-21T11:00:00Z</Expiration>
            </Credentials>
          </AssumeRoleWithWebIdentityResult>
          <ResponseMetadata><RequestId>sts-request-1</RequestId></ResponseMetadata>
        </AssumeRoleWithWebIdentityResponse>
        """);
  }
}

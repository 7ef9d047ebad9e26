package dev.vouch.local.aws;

import static dev.vouch.local.aws.AwsFixture.TRUSTED;
import static dev.vouch.local.aws.AwsFixture.allow;
import static dev.vouch.local.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/** The parameters and the trust policy; the token itself is in {@link WebIdentityTokensTest}. */
final class AssumeRoleWithWebIdentityTest {
  private final AwsFixture given = new AwsFixture();

  AssumeRoleWithWebIdentityTest() throws IOException {}

  @AfterEach
  void close() {
    given.close();
  }

  @Test
  void givesASessionOfTheRole() {
    AssumeRoleWithWebIdentityResponse answer = given.assume(r -> {});
    String arn = "arn:aws:sts::123456789012:assumed-role/vouch-registry/record-1";
    assertThat(answer.assumedRoleUser().arn()).isEqualTo(arn);
    assertThat(answer.sourceIdentity()).isEqualTo("ada@example.com");
    assertThat(answer.subjectFromWebIdentityToken()).isEqualTo("vouch");
    assertThat(answer.audience()).isEqualTo("sts.amazonaws.com");
    assertThat(Duration.between(given.clock.instant(), answer.credentials().expiration()))
        .isBetween(Duration.ofSeconds(890), Duration.ofSeconds(900));
    try (StsClient sts = given.sts(AwsFixture.credentials(answer.credentials()))) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(arn);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 7200})
  void takesADurationAtTheLimits(int seconds) {
    assertThat(given.assume(r -> r.durationSeconds(seconds)).credentials()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {899, 43_201, -1})
  void refusesADurationThatStsDoesNotHave(int seconds) {
    refused("ValidationError", r -> r.durationSeconds(seconds));
  }

  @Test
  void refusesADurationLongerThanTheRoleAllows() {
    refused("ValidationError", r -> r.durationSeconds(7_201));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "with space",
        "slash/",
        "0123456789012345678901234567890123456789012345678901234567890123x"
      })
  void refusesASessionNameOutsideTheGrammar(String name) {
    refused("ValidationError", r -> r.roleSessionName(name));
  }

  @Test
  void takesASessionPolicyAtTheLimitAndRefusesOneLonger() {
    String policy = allow("ecr:*");
    String longest = policy + " ".repeat(2_048 - policy.length());
    assertThat(given.assume(r -> r.policy(longest)).credentials()).isNotNull();
    refused("ValidationError", r -> r.policy(longest + " "));
  }

  @Test
  void refusesASessionPolicyOutsideLatinOne() {
    refused("ValidationError", r -> r.policy(allow("ecr:*") + "\u2003"));
  }

  @Test
  void refusesASessionPolicyThatIsNone() {
    refused("MalformedPolicyDocument", r -> r.policy("{\"Version\":\"2012-10-17\"}"));
  }

  @Test
  void refusesManagedSessionPolicies() {
    PolicyDescriptorType readOnly =
        PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/ReadOnly").build();
    refused("ValidationError", r -> r.policyArns(readOnly));
  }

  @Test
  void refusesATokenThatIsTooShort() {
    refused("ValidationError", r -> r.webIdentityToken("abc"));
  }

  @Test
  void refusesARoleArnThatIsTooShort() {
    refused("ValidationError", r -> r.roleArn("arn:aws:iam::1:r/x"));
  }

  @Test
  void refusesARoleThatDoesNotExist() {
    refused("AccessDenied", r -> r.roleArn(AwsFixture.ROLE + "-2"));
  }

  @Test
  void refusesWhenTheTrustPolicyWantsAnotherSubject() {
    trusting(TRUSTED, "sts.amazonaws.com", "somebody-else");
    refused("AccessDenied", r -> {});
  }

  @Test
  void refusesWhenTheTrustPolicyWantsAnotherAudience() {
    trusting(TRUSTED, "another", "vouch");
    refused("AccessDenied", r -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"})
  void refusesWhenTheTrustPolicyLacksAnAction(String missing) {
    trusting(
        TRUSTED.stream().filter(action -> !action.equals(missing)).toList(),
        "sts.amazonaws.com",
        "vouch");
    refused("AccessDenied", r -> {});
  }

  @Test
  void refusesWhenTheTrustPolicyNamesAnotherProvider() {
    given.role(
        given
            .trust(TRUSTED, "sts.amazonaws.com", "vouch")
            .replace("provider/localhost", "provider/x"),
        allow("*"));
    refused("AccessDenied", r -> {});
  }

  @Test
  void answersWithAnInjectedFaultOnce() {
    given.faults.next(
        "AssumeRoleWithWebIdentity",
        new Fault.Refusal(new AwsError(400, "Throttling", "Rate exceeded")));
    refused("Throttling", r -> {});
    assertThat(given.assume(r -> {}).credentials()).isNotNull();
  }

  @Test
  void refusesAnOperationThatIsNotEmulated() {
    try (StsClient sts = given.sts(AwsFixture.credentials(given.functions))) {
      assertRefused("InvalidAction", sts::getSessionToken);
    }
  }

  private void trusting(List<String> actions, String audience, String subject) {
    given.role(given.trust(actions, audience, subject), allow("*"));
  }

  private void refused(String code, Consumer<AssumeRoleWithWebIdentityRequest.Builder> change) {
    assertRefused(code, () -> given.assume(change));
  }
}

package dev.vouch.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.local.iam.Decision.ExplicitDeny;
import dev.vouch.local.iam.Decision.ImplicitDeny;
import dev.vouch.local.iam.Decision.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A KMS key's own policy, beside those of whoever asks. */
final class KeyPolicyTest {
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/one";
  private static final String ROLE = "arn:aws:iam::123456789012:role/vend";
  private static final String ACCOUNT = "arn:aws:iam::123456789012:root";
  private static final PolicyDocument NOTHING = identity("Allow", "s3:GetObject");
  private static final PolicyDocument SIGN = identity("Allow", "kms:Sign");

  @Test
  void whomTheKeyNamesNeedsNoRightOfItsOwn() {
    assertThat(decide(NOTHING, key("Allow", "\"AWS\":\"" + ROLE + "\"")).allowed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, "123456789012"})
  void whereTheKeyNamesTheAccountTheIdentitysOwnRightsDecide(String account) {
    PolicyDocument key = key("Allow", "\"AWS\":\"" + account + "\"");
    assertThat(decide(SIGN, key).allowed()).isTrue();
    assertThat(decide(NOTHING, key)).isEqualTo(new ImplicitDeny(Source.IDENTITY_POLICY));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS,     arn:aws:iam::123456789012:role/other",
    "AWS,     arn:aws:iam::210987654321:root",
    "Service, lambda.amazonaws.com",
  })
  void anIdentitysOwnRightsCountForNothingWhereTheKeyNamesNeitherItNorItsAccount(
      String kind, String name) {
    PolicyDocument key = key("Allow", "\"" + kind + "\":\"" + name + "\"");
    assertThat(decide(SIGN, key)).isEqualTo(new ImplicitDeny(Source.RESOURCE_POLICY));
  }

  @Test
  void theKeyAllowsTheActionThatItNamesAndNoOther() {
    PolicyDocument key = key("Allow", "\"AWS\":\"" + ROLE + "\"");
    assertThat(Evaluation.ofKey(List.of(SIGN), Optional.empty(), key).decide(ask("kms:Verify")))
        .isEqualTo(new ImplicitDeny(Source.RESOURCE_POLICY));
  }

  @Test
  void aDenyOfEitherSideWins() {
    PolicyDocument named = key("Allow", "\"AWS\":\"" + ROLE + "\"");
    assertThat(decide(identity("Deny", "kms:*"), named))
        .isInstanceOfSatisfying(
            ExplicitDeny.class,
            deny -> assertThat(deny.source()).isEqualTo(Source.IDENTITY_POLICY));
    assertThat(decide(SIGN, key("Deny", "\"AWS\":\"" + ACCOUNT + "\"")))
        .isInstanceOfSatisfying(
            ExplicitDeny.class,
            deny -> assertThat(deny.source()).isEqualTo(Source.RESOURCE_POLICY));
  }

  @Test
  void aSessionPolicyNarrowsWhatTheKeyAllowsARole() {
    PolicyDocument named = key("Allow", "\"AWS\":\"" + ROLE + "\"");
    Evaluation narrowed = Evaluation.ofKey(List.of(SIGN), Optional.of(NOTHING), named);
    assertThat(narrowed.decide(ask("kms:Sign"))).isEqualTo(new ImplicitDeny(Source.SESSION_POLICY));
    assertThat(
            Evaluation.ofKey(List.of(NOTHING), Optional.of(SIGN), named)
                .decide(ask("kms:Sign"))
                .allowed())
        .isTrue();
  }

  @Test
  void namesSomebodyAndAResourceInEveryStatement() {
    assertThatThrownBy(() -> PolicyDocument.parseResource(statement("Allow", "kms:Sign", "")))
        .isInstanceOf(MalformedPolicyDocument.class);
    String without =
        statement("Allow", "kms:Sign", "\"Principal\":\"*\",").replace(",\"Resource\":\"*\"", "");
    assertThatThrownBy(() -> PolicyDocument.parseResource(without))
        .isInstanceOf(MalformedPolicyDocument.class);
  }

  @Test
  void isNoPolicyOfAnIdentity() {
    PolicyDocument key = key("Allow", "\"AWS\":\"" + ROLE + "\"");
    assertThatThrownBy(() -> Evaluation.of(List.of(key), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Evaluation.ofKey(List.of(SIGN), Optional.empty(), SIGN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Decision decide(PolicyDocument identity, PolicyDocument key) {
    return Evaluation.ofKey(List.of(identity), Optional.empty(), key).decide(ask("kms:Sign"));
  }

  private static RequestContext ask(String action) {
    return new RequestContext(action, KEY, Optional.of(Principal.aws(ROLE)), Map.of());
  }

  private static PolicyDocument identity(String effect, String action) {
    return PolicyDocument.parse(statement(effect, action, ""));
  }

  private static PolicyDocument key(String effect, String principal) {
    return PolicyDocument.parseResource(
        statement(effect, "kms:Sign", "\"Principal\":{" + principal + "},"));
  }

  private static String statement(String effect, String action, String principal) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"%s\",%s\"Action\":\"%s\",\"Resource\":\"*\"}]}"
        .formatted(effect, principal, action);
  }
}

package dev.vouch.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vouch.local.iam.MalformedPolicyDocument.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each refusal is one change to a policy that loads. */
final class PolicyDocumentTest {
  private static final String GOOD =
      """
      {"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"One","Effect":"Allow",
      "Action":["ecr:BatchGetImage"],"Resource":["arn:aws:ecr:us-east-1:123456789012:repository/a"],
      "Condition":{"StringEquals":{"aws:PrincipalTag/team":["a"]}}}]}
      """;

  private static final String GOOD_TRUST =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow",
      "Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/vouch.example.com"},
      "Action":"sts:AssumeRoleWithWebIdentity"}}
      """;

  @Test
  void loadsAPolicyOfEveryElement() {
    assertThat(PolicyDocument.parse(GOOD).statements().getFirst().sid()).contains("One");
    assertThatCode(() -> PolicyDocument.parseTrust(GOOD_TRUST)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{2}: {0} -> {1}")
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "{\"Version\" | [{\"Version\" | NOT_JSON",
        "\"Id\":\"p\" | \"Id\":\"p\",\"Id\":\"q\" | NOT_JSON",
        "2012-10-17 | 2008-10-17 | WRONG_VERSION",
        "\"Version\":\"2012-10-17\", | '' | WRONG_VERSION",
        "\"Id\":\"p\" | \"Id\":7 | WRONG_TYPE",
        "\"Id\":\"p\" | \"Comment\":\"p\" | UNKNOWN_ELEMENT",
        "\"Sid\":\"One\" | \"sid\":\"One\" | UNKNOWN_ELEMENT",
        "\"Sid\":\"One\" | \"Sid\":\"not plain\" | WRONG_TYPE",
        "\"Sid\":\"One\" | \"Sid\":null | WRONG_TYPE",
        "\"Effect\":\"Allow\", | '' | MISSING_ELEMENT",
        "\"Allow\" | \"allow\" | WRONG_EFFECT",
        "\"Action\":[\"ecr:BatchGetImage\"], | '' | MISSING_ELEMENT",
        "\"ecr:BatchGetImage\" | '' | MISSING_ELEMENT",
        "\"ecr:BatchGetImage\" | 7 | WRONG_TYPE",
        "ecr:BatchGetImage | BatchGetImage | WRONG_ACTION",
        "ecr:BatchGetImage | ecr: | WRONG_ACTION",
        "ecr:BatchGetImage | *:BatchGetImage | WRONG_ACTION",
        "\"Action\":[ | \"NotAction\":\"ecr:x\",\"Action\":[ | UNKNOWN_ELEMENT",
        "\"Resource\":[ | \"NotResource\":\"*\",\"Resource\":[ | UNKNOWN_ELEMENT",
        "\"Resource\" | \"NotPrincipal\" | UNKNOWN_ELEMENT",
        "\"Effect\" | \"Principal\":\"*\",\"Effect\" | UNKNOWN_ELEMENT",
        "arn:aws:ecr:us-east-1:123456789012:repository/a | repository/a | WRONG_RESOURCE",
        "arn:aws:ecr:us-east-1:123456789012:repository/a | arn:aws:ecr:us-east-1 | WRONG_RESOURCE",
        "arn:aws:ecr:us-east-1 | arn:aws:*:us-east-1 | WRONG_RESOURCE",
        "repository/a | repository/${aws:username} | POLICY_VARIABLE",
        "[\"a\"] | [\"${aws:username}\"] | POLICY_VARIABLE",
        "[\"a\"] | [] | MISSING_ELEMENT",
        "[\"a\"] | [{}] | WRONG_TYPE",
        "\"StringEquals\" | \"StringIs\" | UNKNOWN_OPERATOR",
        "\"StringEquals\" | \"stringequals\" | UNKNOWN_OPERATOR",
        "\"StringEquals\" | \"BinaryEquals\" | UNKNOWN_OPERATOR",
        "\"StringEquals\" | \"NullIfExists\" | UNKNOWN_OPERATOR",
        "\"StringEquals\" | \"ForAnyValue:Null\" | UNKNOWN_OPERATOR",
        "\"StringEquals\" | \"ForSomeValue:StringEquals\" | UNKNOWN_OPERATOR",
        "\"StringEquals\" | \"DateLessThan\" | WRONG_CONDITION_VALUE",
        "\"StringEquals\" | \"NumericEquals\" | WRONG_CONDITION_VALUE",
        "\"StringEquals\" | \"IpAddress\" | WRONG_CONDITION_VALUE",
        "\"StringEquals\" | \"ArnLike\" | WRONG_CONDITION_VALUE",
        "\"StringEquals\" | \"Bool\" | WRONG_CONDITION_VALUE",
        "\"StringEquals\" | \"Null\" | WRONG_CONDITION_VALUE",
      })
  void refusesOneChange(String from, String to, Code code) {
    assertThat(refusal(changed(GOOD, from, to), false)).isEqualTo(code);
  }

  @ParameterizedTest(name = "{2}: {0} -> {1}")
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "\"Principal\" | \"NotPrincipal\" | UNKNOWN_ELEMENT",
        "\"Federated\" | \"Person\" | UNKNOWN_ELEMENT",
        "\"Action\" | \"Resource\":\"*\",\"Action\" | UNKNOWN_ELEMENT",
        "\"Action\" | \"NotResource\":\"*\",\"Action\" | UNKNOWN_ELEMENT",
        "{\"Federated\" | {\"AWS\":\"someone\",\"Federated\" | WRONG_PRINCIPAL",
        "vouch.example.com | * | WRONG_PRINCIPAL",
      })
  void refusesOneChangeToATrustPolicy(String from, String to, Code code) {
    assertThat(refusal(changed(GOOD_TRUST, from, to), true)).isEqualTo(code);
  }

  @Test
  void refusesATrustPolicyWithoutAPrincipal() {
    String none = GOOD_TRUST.replaceFirst("\"Principal\":\\{[^}]*},", "");
    assertThat(refusal(none, true)).isEqualTo(Code.MISSING_ELEMENT);
    assertThat(refusal(GOOD_TRUST.replaceFirst("\\{\"Fed[^}]*}", "{}"), true))
        .isEqualTo(Code.MISSING_ELEMENT);
    assertThat(refusal(GOOD_TRUST.replaceFirst("\\{\"Fed[^}]*}", "\"me\""), true))
        .isEqualTo(Code.WRONG_PRINCIPAL);
  }

  @Test
  void refusesASidUsedTwice() {
    String statement = GOOD.substring(GOOD.indexOf("[{") + 1, GOOD.lastIndexOf("]}"));
    String twice = GOOD.replace(statement, statement + "," + statement);
    assertThat(refusal(twice, false)).isEqualTo(Code.DUPLICATE_SID);
    assertThat(PolicyDocument.parse(twice.replaceFirst("One", "Two")).statements()).hasSize(2);
  }

  @Test
  void refusesWhatFollowsThePolicy() {
    assertThat(refusal(GOOD + "{}", false)).isEqualTo(Code.NOT_JSON);
    assertThat(refusal("", false)).isEqualTo(Code.NOT_JSON);
    assertThat(refusal("[]", false)).isEqualTo(Code.WRONG_TYPE);
  }

  private static String changed(String policy, String from, String to) {
    assertThat(policy).contains(from);
    return policy.replace(from, to);
  }

  private static Code refusal(String json, boolean trust) {
    MalformedPolicyDocument refusal =
        catchThrowableOfType(
            MalformedPolicyDocument.class,
            () -> {
              if (trust) {
                PolicyDocument.parseTrust(json);
              } else {
                PolicyDocument.parse(json);
              }
            });
    assertThat(refusal).as(json).isNotNull();
    return refusal.code();
  }
}

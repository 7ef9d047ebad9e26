package dev.vouch.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.local.iam.Decision.Allowed;
import dev.vouch.local.iam.Decision.ExplicitDeny;
import dev.vouch.local.iam.Decision.ImplicitDeny;
import dev.vouch.local.iam.Decision.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluationTest {
  private static final String REPOSITORY = "arn:aws:ecr:us-east-1:123456789012:repository/";
  private static final String PULL = "ecr:BatchGetImage";
  private static final String ALLOW_ALL = allow("\"Action\":\"*\",\"Resource\":\"*\"");

  @Nested
  final class OneIdentityPolicy {
    @ParameterizedTest(name = "{0} {1} asked {2} {3}: {4}")
    @CsvSource({
      "ecr:BatchGetImage, team-a, ecr:BatchGetImage, team-a, true",
      "ecr:BatchGetImage, team-a, ecr:BatchGetImage, team-b, false",
      "ecr:BatchGetImage, team-a, ecr:PutImage, team-a, false",
      "ECR:batchgetimage, team-a, ecr:BatchGetImage, team-a, true",
      "ecr:BatchGetImage, team-a, ecr:BatchGetImage, Team-a, false",
      "ecr:Batch*, team-a, ecr:BatchGetImage, team-a, true",
      "ecr:Batch?etImage, team-a, ecr:BatchGetImage, team-a, true",
      "ecr:Get*, team-a, ecr:BatchGetImage, team-a, false",
      "*, team-a, ecr:BatchGetImage, team-a, true",
      "ecr:*, team-a/*, ecr:BatchGetImage, team-a/x, true",
      "ecr:*, team-a/*, ecr:BatchGetImage, team-a/x/y, true",
      "ecr:*, team-a/*, ecr:BatchGetImage, team-a, false",
      "ecr:*, team-a/*, ecr:BatchGetImage, team-a/, true",
      "ecr:*, team-?, ecr:BatchGetImage, team-ab, false",
      "ecr:*, *, ecr:BatchGetImage, any/thing:at all, true",
    })
    void coversByActionAndResource(
        String action, String pattern, String asked, String repository, boolean allowed) {
      String policy =
          allow("\"Action\":\"%s\",\"Resource\":\"%s\"".formatted(action, REPOSITORY + pattern));
      assertThat(decide(policy, asked, REPOSITORY + repository).allowed()).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} asked {1}: {2}")
    @CsvSource({
      "arn:aws:ecr:*:123456789012:repository/a, arn:aws:ecr:eu-west-1:123456789012:repository/a, true",
      "arn:aws:ecr:*:*:repository/a, arn:aws:ecr:eu-west-1:1:2:repository/a, false",
      "arn:*:ecr:*:*:*, arn:aws-cn:ecr:cn-north-1:123456789012:repository/a, true",
      "arn:aws:ecr:*:*:*, arn:aws-cn:ecr:cn-north-1:123456789012:repository/a, false",
    })
    void aWildcardStaysInItsPartOfTheArn(String pattern, String asked, boolean allowed) {
      assertThat(decide(allowOn(pattern), PULL, asked).allowed()).isEqualTo(allowed);
    }

    @Test
    void notActionAndNotResourceCoverTheRest() {
      String notAction = allow("\"NotAction\":[\"ecr:Put*\",\"s3:*\"],\"Resource\":\"*\"");
      assertThat(decide(notAction, PULL, REPOSITORY + "a").allowed()).isTrue();
      assertThat(decide(notAction, "ecr:PutImage", REPOSITORY + "a").allowed()).isFalse();

      String notResource = allow("\"Action\":\"*\",\"NotResource\":\"" + REPOSITORY + "a/*\"");
      assertThat(decide(notResource, PULL, REPOSITORY + "b").allowed()).isTrue();
      assertThat(decide(notResource, PULL, REPOSITORY + "a/x").allowed()).isFalse();
    }

    @Test
    void anActionWithoutAResourceNeedsTheWildcard() {
      assertThat(decide(ALLOW_ALL, "ecr:GetAuthorizationToken", "*").allowed()).isTrue();
      assertThat(decide(allowOn(REPOSITORY + "*"), "ecr:GetAuthorizationToken", "*").allowed())
          .isFalse();
    }

    @Test
    void everyConditionMustHold() {
      String policy =
          allow(
              """
              "Action":"*","Resource":"*","Condition":{
              "StringEquals":{"aws:PrincipalTag/a":"1","aws:PrincipalTag/b":["2","3"]},
              "Bool":{"aws:SecureTransport":true}}\
              """);
      Map<String, List<String>> all =
          Map.of(
              "aws:principaltag/A", List.of("1"),
              "aws:PrincipalTag/b", List.of("3"),
              "aws:SecureTransport", List.of("true"));
      assertThat(decide(policy, all).allowed()).isTrue();
      for (String changed : all.keySet()) {
        Map<String, List<String>> one = new HashMap<>(all);
        one.put(changed, List.of("false"));
        assertThat(decide(policy, one).allowed()).as(changed).isFalse();
        one.remove(changed);
        assertThat(decide(policy, one).allowed()).as("without " + changed).isFalse();
      }
    }
  }

  @Nested
  final class Precedence {
    @Test
    void nothingIsAllowedWithoutAnAllow() {
      Evaluation none = Evaluation.of(List.of(), Optional.empty());
      assertThat(none.decide(pull("a"))).isEqualTo(new ImplicitDeny(Source.IDENTITY_POLICY));
    }

    @Test
    void anExplicitDenyWinsInAnyOrder() {
      String deny = statement("Deny", "\"Action\":\"ecr:*\",\"Resource\":\"*\"");
      String allow = statement("Allow", "\"Action\":\"*\",\"Resource\":\"*\"");
      for (String statements : List.of(deny + "," + allow, allow + "," + deny)) {
        Decision decision = decide(policy(statements), PULL, REPOSITORY + "a");
        assertThat(decision)
            .isInstanceOfSatisfying(
                ExplicitDeny.class,
                denied -> assertThat(denied.source()).isEqualTo(Source.IDENTITY_POLICY));
      }
    }

    @Test
    void anExplicitDenyWinsFromAnotherPolicy() {
      PolicyDocument deny =
          PolicyDocument.parse(
              policy(statement("Deny", "\"Action\":\"ecr:*\",\"Resource\":\"*\"")));
      Decision decision =
          Evaluation.of(List.of(PolicyDocument.parse(ALLOW_ALL), deny), Optional.empty())
              .decide(pull("a"));
      assertThat(decision).isInstanceOf(ExplicitDeny.class);
    }

    @Test
    void aSessionPolicyNarrowsTheRole() {
      PolicyDocument session = PolicyDocument.parse(allowOn(REPOSITORY + "a"));
      Evaluation narrowed =
          Evaluation.of(List.of(PolicyDocument.parse(ALLOW_ALL)), Optional.of(session));
      assertThat(narrowed.decide(pull("a")))
          .isEqualTo(new Allowed(session.statements().getFirst()));
      assertThat(narrowed.decide(pull("b"))).isEqualTo(new ImplicitDeny(Source.SESSION_POLICY));
    }

    @Test
    void aSessionPolicyAddsNothingToTheRole() {
      Evaluation evaluation =
          Evaluation.of(
              List.of(PolicyDocument.parse(allowOn(REPOSITORY + "a"))),
              Optional.of(PolicyDocument.parse(ALLOW_ALL)));
      assertThat(evaluation.decide(pull("a")).allowed()).isTrue();
      assertThat(evaluation.decide(pull("b"))).isEqualTo(new ImplicitDeny(Source.IDENTITY_POLICY));
    }

    @Test
    void aDenyOfTheSessionPolicyWinsOverTheRole() {
      String ended =
          policy(
              statement("Allow", "\"Action\":\"*\",\"Resource\":\"*\"")
                  + ","
                  + statement(
                      "Deny",
                      """
                      "Action":"*","Resource":"*","Condition":{"DateGreaterThanEquals":
                      {"aws:CurrentTime":"2026-11-21T10:00:00Z"}}\
                      """));
      Evaluation evaluation =
          Evaluation.of(
              List.of(PolicyDocument.parse(ALLOW_ALL)), Optional.of(PolicyDocument.parse(ended)));
      assertThat(evaluation.decide(pullAt("2026-11-21T09:59:59Z")).allowed()).isTrue();
      for (String after : List.of("2026-11-21T10:00:00Z", "2026-11-21T10:00:01Z")) {
        assertThat(evaluation.decide(pullAt(after)))
            .isInstanceOfSatisfying(
                ExplicitDeny.class,
                denied -> assertThat(denied.source()).isEqualTo(Source.SESSION_POLICY));
      }
    }
  }

  @Nested
  final class TrustPolicies {
    private static final String PROVIDER =
        "arn:aws:iam::123456789012:oidc-provider/vouch.example.com";

    private final Evaluation trust =
        Evaluation.ofTrust(
            PolicyDocument.parseTrust(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                "Principal":{"Federated":"%s"},
                "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],
                "Condition":{"StringEquals":{"vouch.example.com:aud":"sts.amazonaws.com"}}}]}
                """
                    .formatted(PROVIDER)));

    @Test
    void allowsTheNamedProvider() {
      assertThat(ask("sts:AssumeRoleWithWebIdentity", Principal.federated(PROVIDER)).allowed())
          .isTrue();
      assertThat(ask("sts:TagSession", Principal.federated(PROVIDER)).allowed()).isTrue();
    }

    @Test
    void deniesAnotherProviderAnotherActionAndNobody() {
      ImplicitDeny denied = new ImplicitDeny(Source.TRUST_POLICY);
      assertThat(ask("sts:SetSourceIdentity", Principal.federated(PROVIDER))).isEqualTo(denied);
      assertThat(ask("sts:TagSession", Principal.federated(PROVIDER + "x"))).isEqualTo(denied);
      assertThat(ask("sts:TagSession", Principal.aws(PROVIDER))).isEqualTo(denied);
      assertThat(trust.decide(RequestContext.of("sts:TagSession", "*", Map.of())))
          .isEqualTo(denied);
    }

    @ParameterizedTest(name = "{0} names {1} {2}: {3}")
    @CsvSource(
        delimiter = '|',
        value = {
          "\"*\" | SERVICE | ecs.amazonaws.com | true",
          "{\"AWS\":\"*\"} | AWS | arn:aws:iam::1:user/a | true",
          "{\"AWS\":\"*\"} | SERVICE | ecs.amazonaws.com | false",
          "{\"Service\":\"ecs.amazonaws.com\"} | SERVICE | ecs.amazonaws.com | true",
          "{\"AWS\":\"123456789012\"} | AWS | arn:aws:iam::123456789012:user/a | true",
          "{\"AWS\":\"123456789012\"} | AWS | arn:aws:iam::223456789012:user/a | false",
          "{\"AWS\":\"arn:aws:iam::123456789012:root\"} | AWS | arn:aws:iam::123456789012:user/a | true",
          "{\"AWS\":\"arn:aws:iam::123456789012:root\"} | FEDERATED | arn:aws:iam::123456789012:oidc-provider/x | false",
          "{\"AWS\":\"arn:aws:iam::123456789012:user/a\"} | AWS | arn:aws:iam::123456789012:user/a | true",
          "{\"AWS\":\"arn:aws:iam::123456789012:user/a\"} | AWS | arn:aws:iam::123456789012:user/b | false",
        })
    void principalsAreEverybodyAnAccountOrExact(
        String element, Principal.Kind kind, String name, boolean allowed) {
      Evaluation evaluation =
          Evaluation.ofTrust(
              PolicyDocument.parseTrust(
                  """
                  {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":%s,
                  "Action":"sts:AssumeRole"}}
                  """
                      .formatted(element)));
      RequestContext request =
          new RequestContext(
              "sts:AssumeRole", "*", Optional.of(new Principal(kind, name)), Map.of());
      assertThat(evaluation.decide(request).allowed()).isEqualTo(allowed);
    }

    @Test
    void isNotMixedWithIdentityPolicies() {
      PolicyDocument identity = PolicyDocument.parse(ALLOW_ALL);
      assertThatThrownBy(() -> Evaluation.ofTrust(identity))
          .isInstanceOf(IllegalArgumentException.class);
    }

    private Decision ask(String action, Principal principal) {
      return trust.decide(
          new RequestContext(
              action,
              "arn:aws:iam::123456789012:role/vouch-registry",
              Optional.of(principal),
              Map.of("vouch.example.com:aud", List.of("sts.amazonaws.com"))));
    }
  }

  @Test
  void aContextKeyHasAValueAndOneSpelling() {
    assertThatThrownBy(() -> RequestContext.of(PULL, "*", Map.of("k", List.of())))
        .hasMessage("context key without a value: k");
    assertThatThrownBy(
            () -> RequestContext.of(PULL, "*", Map.of("k", List.of("1"), "K", List.of("1"))))
        .hasMessageStartingWith("context key given twice: ");
  }

  @Test
  void aHostilePatternTakesNoUnboundedTime() {
    String pattern = "*a".repeat(500);
    assertThat(Glob.matches(pattern, "a".repeat(499))).isFalse();
    assertThat(Glob.matches(pattern, "a".repeat(500))).isTrue();
  }

  private static Decision decide(String policy, String action, String resource) {
    return Evaluation.of(List.of(PolicyDocument.parse(policy)), Optional.empty())
        .decide(RequestContext.of(action, resource, Map.of()));
  }

  private static Decision decide(String policy, Map<String, List<String>> keys) {
    return Evaluation.of(List.of(PolicyDocument.parse(policy)), Optional.empty())
        .decide(RequestContext.of(PULL, REPOSITORY + "a", keys));
  }

  private static RequestContext pull(String repository) {
    return RequestContext.of(PULL, REPOSITORY + repository, Map.of());
  }

  private static RequestContext pullAt(String time) {
    return RequestContext.of(PULL, REPOSITORY + "a", Map.of("aws:CurrentTime", List.of(time)));
  }

  private static String allowOn(String resource) {
    return allow("\"Action\":\"*\",\"Resource\":\"" + resource + "\"");
  }

  private static String allow(String elements) {
    return policy(statement("Allow", elements));
  }

  private static String statement(String effect, String elements) {
    return "{\"Effect\":\"" + effect + "\"," + elements + "}";
  }

  private static String policy(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }
}

package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Node;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.PolicyReader;
import dev.vouch.core.policy.PolicyReading;
import dev.vouch.core.policy.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionPolicyTest {
  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final Instant EXPIRY = Instant.parse("2026-11-21T10:00:00Z");
  private static final String ARN = "arn:aws:ecr:us-east-1:123456789012:repository/";

  @Test
  void allowsThePullAndEndsIt() {
    assertThat(json(List.of(grant("pulls", List.of("team-a/**"), List.of("pull")))))
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":[\
            {"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},\
            {"Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:ListImages"],\
            "Resource":"arn:aws:ecr:us-east-1:123456789012:repository/team-a/*"},\
            {"Effect":"Deny","Action":"*","Resource":"*","Condition":\
            {"DateGreaterThanEquals":{"aws:CurrentTime":"2026-11-21T10:00:00Z"}}}]}\
            """);
  }

  @Test
  void writesOneAllowWhereEveryRepositoryMayBePushed() {
    String json = json(List.of(grant("pushes", List.of("team-a/x"), List.of("pull", "push"))));
    assertThat(json.split("\"Effect\":\"Allow\"", -1)).hasSize(3);
    assertThat(json.split(ARN + "team-a/x", -1)).hasSize(2);
  }

  @Test
  void namesARepositoryOnceWhereThatIsShorter() {
    List<Map<String, Object>> few =
        List.of(
            grant("pulls", List.of("team-a/**"), List.of("pull")),
            grant("pushes", List.of("team-b"), List.of("pull", "push")));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      names.add("team-b/r" + i);
    }
    List<Map<String, Object>> many =
        List.of(
            grant("pulls", List.of("team-a/**"), List.of("pull")),
            grant("pushes", names, List.of("pull", "push")));
    assertThat(json(few).split(ARN + "team-b\"", -1)).as("twice").hasSize(3);
    assertThat(json(many).split(ARN + "team-b/r0\"", -1)).as("once").hasSize(2);
  }

  @Test
  void deniesAllOfEcrWhereEvenPullIsDenied() {
    String json =
        json(
            Map.of(
                "grants",
                List.of(grant("pulls", List.of("team-a/**"), List.of("pull", "push"))),
                "denials",
                List.of(
                    rule("secrets", List.of("team-a/secret/**"), List.of("pull", "push")),
                    rule("frozen", List.of("team-a/frozen"), List.of("push")))));
    assertThat(json)
        .contains(
            "{\"Effect\":\"Deny\",\"Action\":\"ecr:*\",\"Resource\":\""
                + ARN
                + "team-a/secret/*\"}")
        .contains(
            "{\"Effect\":\"Deny\",\"Action\":[\"ecr:CompleteLayerUpload\","
                + "\"ecr:InitiateLayerUpload\",\"ecr:PutImage\",\"ecr:UploadLayerPart\"],"
                + "\"Resource\":\""
                + ARN
                + "team-a/frozen\"}");
  }

  @Test
  void cutsOffAPartOfASecondSoThatItNeverEndsLater() {
    Entitlement entitlement =
        entitlement(Map.of("grants", List.of(grant("g", List.of("aa"), List.of("pull")))));
    assertThat(SessionPolicy.compile(entitlement, EXPIRY.plusNanos(999_999_999)))
        .isEqualTo(SessionPolicy.compile(entitlement, EXPIRY))
        .isNotEqualTo(SessionPolicy.compile(entitlement, EXPIRY.plusSeconds(1)));
  }

  @Test
  void refusesWhatStsWouldNotTake() {
    int room = SessionPolicy.MAX_CHARACTERS - json(sized(0)).length();
    assertThat(json(sized(room - 1))).hasSize(SessionPolicy.MAX_CHARACTERS - 1);
    assertThat(json(sized(room))).hasSize(SessionPolicy.MAX_CHARACTERS);

    SessionPolicyResult refused =
        SessionPolicy.compile(entitlement(Map.of("grants", sized(room + 1))), EXPIRY);
    assertThat(refused)
        .isInstanceOfSatisfying(
            SessionPolicyResult.TooLarge.class,
            large -> {
              assertThat(large.characters()).isEqualTo(2_049);
              assertThat(large.detail())
                  .isEqualTo(
                      "What you may do in %s takes 2,049 characters as a session policy; AWS takes"
                          + " 2,048.",
                      HOST);
              assertThat(large.help()).contains("grant \"many\"").contains("/**");
            });
    assertThat(SessionPolicyResult.TooLarge.CODE).isEqualTo("policy_too_large");
  }

  @Test
  void compilesNothingForSomebodyWithoutAGrant() {
    Entitlement none = entitlement(Map.of());
    assertThatThrownBy(() -> SessionPolicy.compile(none, EXPIRY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Twenty repositories and a number of characters more, spread over their names. */
  private static List<Map<String, Object>> sized(int characters) {
    int names = 20;
    List<String> repositories = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      int extra = characters / names + (i < characters % names ? 1 : 0);
      repositories.add("%c%c".formatted('a' + i, 'a') + "x".repeat(extra));
    }
    return List.of(
        grant("one", List.of("zz"), List.of("pull")), grant("many", repositories, List.of("pull")));
  }

  private static String json(List<Map<String, Object>> grants) {
    return json(Map.of("grants", grants));
  }

  private static String json(Map<String, Object> rules) {
    return switch (SessionPolicy.compile(entitlement(rules), EXPIRY)) {
      case SessionPolicyResult.Compiled(String json) -> json;
      case SessionPolicyResult.TooLarge large -> throw new AssertionError(large.detail());
    };
  }

  private static Entitlement entitlement(Map<String, Object> rules) {
    Map<String, Object> document = new LinkedHashMap<>(rules);
    document.put(
        "registries",
        List.of(
            Map.of(
                "host", HOST, "provider", "ecr", "role", "arn:aws:iam::123456789012:role/vouch")));
    return switch (PolicyReader.read(Node.of(document))) {
      case PolicyReading.Valid(Policy policy) -> {
        PolicyIndex index = new PolicyIndex(policy);
        yield index.entitlement(
            new Subject(new UserId("ann@example.com"), Set.of()),
            index.registry(HOST).orElseThrow());
      }
      case PolicyReading.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  private static Map<String, Object> grant(
      String name, List<String> repositories, List<String> actions) {
    Map<String, Object> grant = new LinkedHashMap<>(rule(name, repositories, actions));
    grant.put("registry", HOST);
    return grant;
  }

  private static Map<String, Object> rule(
      String name, List<String> repositories, List<String> actions) {
    return Map.of(
        "name", name,
        "to", "everyone",
        "registry", "*",
        "repositories", repositories,
        "actions", actions);
  }
}

package dev.vouch.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyIndexTest {
  private final PolicyIndex index = new PolicyIndex(Documents.policy(Documents.good()));
  private final Registry registry = index.registry(Documents.HOST).orElseThrow();

  @ParameterizedTest(name = "{0} of {1}: {3} {2} is {4} by {5}")
  @CsvSource({
    "bob@example.com, platform, team-a/app,        PULL, granted,            pulls",
    "bob@example.com, platform, team-a/app/deep,   PULL, granted,            pulls",
    "bob@example.com, platform, team-a,            PULL, no_grant,           ",
    "bob@example.com, platform, team-b,            PULL, no_grant,           ",
    "bob@example.com, platform, team-a/app,        PUSH, action_not_granted, pulls",
    "bob@example.com, platform, team-a/secret/key, PULL, denied_by_rule,     secrets",
    "bob@example.com, platform, team-a/secret,     PULL, granted,            pulls",
    "bob@example.com, other,    team-a/app,        PULL, no_grant,           ",
    "bob@example.com, other,    team-a/secret/key, PULL, denied_by_rule,     secrets",
    "ann@example.com, other,    team-a/service,    PUSH, granted,            pushes",
    "ann@example.com, other,    team-a/service,    PULL, granted,            pushes",
    "ann@example.com, platform, team-a/service,    PULL, granted,            pulls",
    "ann@example.com, platform, team-a/service,    PUSH, granted,            pushes",
    "ann@example.com, other,    team-a/service/x,  PUSH, no_grant,           ",
  })
  void saysWhatIsDecidedAndByWhichRule(
      String user, String group, String repository, Action action, String reason, String rule) {
    Decision decision = index.decide(question(user, group, repository, action));
    assertThat(decision.reason()).isEqualTo(reason);
    assertThat(decision.allowed()).isEqualTo(reason.equals("granted"));
    assertThat(decision.rule().map(Rule::name)).isEqualTo(Optional.ofNullable(rule));
  }

  @Test
  void explainsEachDecisionToAPerson() {
    Decision granted = index.decide(question("b@example.com", "platform", "team-a/x", Action.PULL));
    assertThat(granted.detail()).isEqualTo("Grant \"pulls\" allows pull from team-a/x.");
    assertThat(granted.help())
        .isEqualTo("Nothing to do: the next credential for this registry covers it.");

    Decision action = index.decide(question("b@example.com", "platform", "team-a/x", Action.PUSH));
    assertThat(action.detail())
        .isEqualTo("Grant \"pulls\" covers team-a/x, but does not allow push.");
    assertThat(action.help())
        .isEqualTo("If you need it, ask platform@example.com for a grant of push.");

    Decision denied =
        index.decide(question("b@example.com", "platform", "team-a/secret/x", Action.PUSH));
    assertThat(denied.detail()).isEqualTo("Denial \"secrets\" forbids push to team-a/secret/x.");
    assertThat(denied.help())
        .isEqualTo("If you need it, ask security@example.com about denial \"secrets\".");
    assertThat(denied.rule().orElseThrow().kind()).isEqualTo("denial");

    Decision none = index.decide(question("b@example.com", "platform", "team-c", Action.PULL));
    assertThat(none.detail()).isEqualTo("No grant allows you to pull from team-c.");
    assertThat(none.help())
        .isEqualTo(
            "If you need it, ask an administrator of this Vouch server for a grant that covers"
                + " team-c.");
  }

  @Test
  void asksAnAdministratorWhereARuleHasNoOwner() {
    Map<String, Object> document = Documents.changed("grants", 0, grant -> grant.remove("owner"));
    PolicyIndex unowned = new PolicyIndex(Documents.policy(document));
    assertThat(
            unowned.decide(question("b@example.com", "platform", "team-a/x", Action.PUSH)).help())
        .isEqualTo(
            "If you need it, ask an administrator of this Vouch server for a grant of push.");
  }

  @Test
  void aDenialOfPullDeniesPushToo() {
    Map<String, Object> document =
        Documents.changed("denials", 0, denial -> denial.put("actions", List.of("pull")));
    PolicyIndex pull = new PolicyIndex(Documents.policy(document));
    Question push = question("ann@example.com", "platform", "team-a/secret/x", Action.PUSH);
    assertThat(pull.decide(push).reason()).isEqualTo("denied_by_rule");
  }

  @Test
  void aDenialOfPushLeavesPull() {
    Map<String, Object> document =
        Documents.changed("denials", 0, denial -> denial.put("actions", List.of("push")));
    PolicyIndex push = new PolicyIndex(Documents.policy(document));
    Question pull = question("ann@example.com", "platform", "team-a/secret/x", Action.PULL);
    assertThat(push.decide(pull).reason()).isEqualTo("granted");
  }

  @Test
  void answersLikeASearchThroughEveryRule() {
    for (long seed = 0; seed < 3_000; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      Policy policy = random.policy();
      PolicyIndex indexed = new PolicyIndex(policy);
      for (int i = 0; i < 10; i++) {
        Registry asked = policy.registries().get(random.nextInt(policy.registries().size()));
        Action action = random.nextInt(2) == 0 ? Action.PULL : Action.PUSH;
        Question question = new Question(random.subject(), asked, random.repository(), action);
        assertThat(indexed.decide(question))
            .as("seed %d", seed)
            .isEqualTo(search(policy, question));
      }
    }
  }

  /** The definition, as plain as it can be said. */
  private static Decision search(Policy policy, Question question) {
    for (Denial denial : policy.denials()) {
      boolean here = denial.registry().map(question.registry().host().text()::equals).orElse(true);
      if (here && covers(denial, question) && denial.actions().contains(question.action())) {
        return new Decision.DeniedByRule(question, denial);
      }
    }
    List<Grant> covering =
        policy.grants().stream()
            .filter(grant -> grant.registry().equals(question.registry().host().text()))
            .filter(grant -> covers(grant, question))
            .toList();
    return covering.stream()
        .filter(grant -> grant.actions().contains(question.action()))
        .findFirst()
        .<Decision>map(grant -> new Decision.Granted(question, grant))
        .or(() ->
            covering.stream()
                .findFirst()
                .map(grant -> new Decision.ActionNotGranted(question, grant)))
        .orElse(new Decision.NoGrant(question));
  }

  private static boolean covers(Rule rule, Question question) {
    String name = question.repository().text();
    return rule.to().include(question.subject())
        && rule.repositories().stream()
            .anyMatch(pattern ->
                switch (pattern) {
                  case RepositoryPattern.Exactly(RepositoryName exact) -> exact.text().equals(name);
                  case RepositoryPattern.Under(String prefix) -> name.startsWith(prefix + "/");
                });
  }

  @Test
  void knowsItsRegistriesByExactHost() {
    assertThat(index.registries()).containsExactly(registry);
    assertThat(index.registry(Documents.HOST + ".")).isEmpty();
    Registry other = new Registry(registry.host(), registry.role() + "x", Registry.Anonymous.DENY);
    Question foreign =
        new Question(
            new Subject(new UserId("a@example.com"), Set.of()),
            other,
            new RepositoryName("team-a"),
            Action.PULL);
    assertThatThrownBy(() -> index.decide(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  private Question question(String user, String group, String repository, Action action) {
    Subject subject = new Subject(UserId.parse(user).orElseThrow(), Set.of(group));
    return new Question(subject, registry, new RepositoryName(repository), action);
  }
}

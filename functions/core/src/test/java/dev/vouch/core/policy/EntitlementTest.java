package dev.vouch.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.registry.RepositoryPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class EntitlementTest {
  private static final Subject ANN = new Subject(new UserId("ann@example.com"), Set.of("platform"));

  @Test
  void holdsEveryRuleInForceAndWhatItAllows() {
    Entitlement all = entitlement(Documents.good(), ANN);
    assertThat(all.grants()).extracting(Grant::name).containsExactly("pulls", "pushes");
    assertThat(all.denials()).extracting(Denial::name).containsExactly("secrets");
    // team-a/service is covered by team-a/** for pull, not for push
    assertThat(texts(all.pull())).containsExactly("team-a/**", "team-b");
    assertThat(texts(all.push())).containsExactly("team-a/service", "team-b");
    assertThat(texts(all.noPull())).containsExactly("team-a/secret/**");
    assertThat(all.noPush()).isEmpty();
  }

  @Test
  void endsWithTheShortestLifetimeOfTheGrantsInForce() {
    assertThat(entitlement(Documents.good(), ANN).lifetime())
        .contains(new Lifetime(Duration.ofMinutes(5)));
    Subject bob = new Subject(new UserId("bob@example.com"), Set.of("platform"));
    assertThat(entitlement(Documents.good(), bob).lifetime())
        .contains(new Lifetime(Duration.ofHours(1)));
  }

  @Test
  void isEmptyForSomebodyWithoutAGrant() {
    Subject nobody = new Subject(new UserId("eve@example.com"), Set.of("others"));
    Entitlement none = entitlement(Documents.good(), nobody);
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.denials()).isEmpty();
    assertThat(none.lifetime()).isEmpty();
  }

  @Test
  void leavesOutAGrantOfWhichADenialLeavesNothing() {
    Entitlement rest =
        entitlement(denial(denial -> denial.put("repositories", List.of("team-a/**"))), ANN);
    // pushes keeps team-b; pulls has nothing left, and its denial touches nothing else
    assertThat(rest.grants()).extracting(Grant::name).containsExactly("pushes");
    assertThat(rest.denials()).isEmpty();
    assertThat(texts(rest.pull())).containsExactly("team-b");
    assertThat(rest.lifetime()).contains(new Lifetime(Duration.ofMinutes(5)));
  }

  @Test
  void leavesOutADenialThatTouchesNothingGranted() {
    Entitlement rest =
        entitlement(denial(denial -> denial.put("repositories", List.of("team-c/**"))), ANN);
    assertThat(rest.denials()).isEmpty();
    assertThat(rest.noPull()).isEmpty();
  }

  @Test
  void aDenialOfPushOnlyTakesPushAlone() {
    Entitlement rest =
        entitlement(
            denial(denial -> {
              denial.put("actions", List.of("push"));
              denial.put("repositories", List.of("team-b", "team-a/service/**"));
            }),
            ANN);
    assertThat(texts(rest.pull())).containsExactly("team-a/**", "team-b");
    assertThat(texts(rest.push())).containsExactly("team-a/service");
    assertThat(rest.noPull()).isEmpty();
    assertThat(rest.noPush()).isEmpty();
  }

  @Test
  void aDenialInsideAPushedPathStaysAsADenialOfPush() {
    Map<String, Object> document =
        denial(denial -> {
          denial.put("actions", List.of("push"));
          denial.put("repositories", List.of("team-c/release"));
        });
    Documents.entry(document, "grants", 1).put("repositories", List.of("team-c/**"));
    Entitlement rest = entitlement(document, ANN);
    assertThat(texts(rest.noPush())).containsExactly("team-c/release");
    assertThat(rest.noPull()).isEmpty();
    assertThat(rest.denials()).extracting(Denial::name).containsExactly("secrets");
  }

  @Test
  void aDenialForSomebodyElseChangesNothing() {
    Entitlement all =
        entitlement(
            denial(denial -> denial.put("to", Map.of("users", List.of("bob@example.com")))), ANN);
    assertThat(all.denials()).isEmpty();
  }

  private static Map<String, Object> denial(Consumer<Map<String, Object>> change) {
    return Documents.changed("denials", 0, change);
  }

  private static Entitlement entitlement(Map<String, Object> document, Subject subject) {
    PolicyIndex index = new PolicyIndex(Documents.policy(document));
    return index.entitlement(subject, index.registry(Documents.HOST).orElseThrow());
  }

  private static List<String> texts(List<RepositoryPattern> patterns) {
    return patterns.stream().map(RepositoryPattern::text).toList();
  }
}

package dev.vouch.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SelectionTest {
  private static final Subject ANN = new Subject(new UserId("ann@example.com"), Set.of("platform"));
  private static final Set<Action> BOTH = Set.of(Action.PULL, Action.PUSH);

  @Test
  void leavesTheNarrowerOfWhatIsGrantedAndWhatIsSelected() {
    Entitlement left = within(BOTH, "team-a/service", "team-b");
    assertThat(texts(left.pull())).containsExactly("team-a/service", "team-b");
    assertThat(texts(left.push())).containsExactly("team-a/service", "team-b");
    assertThat(texts(within(BOTH, "team-a/**").push())).containsExactly("team-a/service");
  }

  @Test
  void takesPushAwayWhereOnlyPullIsSelected() {
    Entitlement left = within(Set.of(Action.PULL), "team-a/**");
    assertThat(texts(left.pull())).containsExactly("team-a/**");
    assertThat(left.push()).isEmpty();
  }

  @Test
  void leavesOutGrantsOfWhichNothingIsSelected() {
    assertThat(within(BOTH, "team-b").grants()).extracting(Grant::name).containsExactly("pushes");
    assertThat(within(BOTH, "team-c/**").isEmpty()).isTrue();
  }

  @Test
  void keepsEveryDenialThatStillMatters() {
    assertThat(texts(within(BOTH, "team-a/**").noPull())).containsExactly("team-a/secret/**");
    assertThat(within(BOTH, "team-a/secret/keys").isEmpty()).isTrue();
    assertThat(within(BOTH, "team-b").denials()).isEmpty();
  }

  @Test
  void holdsOneToFiftyRepositories() {
    RepositoryPattern one = RepositoryPattern.parse("team-a/app").orElseThrow();
    List<RepositoryPattern> most = Collections.nCopies(Selection.MAX_REPOSITORIES, one);
    assertThat(new Selection(most, BOTH).repositories()).hasSize(50);
    assertThatIllegalArgumentException().isThrownBy(() -> new Selection(List.of(), BOTH));
    List<RepositoryPattern> more = Collections.nCopies(Selection.MAX_REPOSITORIES + 1, one);
    assertThatIllegalArgumentException().isThrownBy(() -> new Selection(more, BOTH));
  }

  @Test
  void wantsPullWithPush() {
    RepositoryPattern one = RepositoryPattern.parse("team-a/app").orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(List.of(one), Set.of(Action.PUSH)));
  }

  private static Entitlement within(Set<Action> actions, String... repositories) {
    PolicyIndex index = new PolicyIndex(Documents.policy(Documents.good()));
    List<RepositoryPattern> patterns =
        Arrays.stream(repositories)
            .map(text -> RepositoryPattern.parse(text).orElseThrow())
            .toList();
    Registry registry = index.registry(Documents.HOST).orElseThrow();
    return index.entitlement(ANN, registry, new Selection(patterns, actions));
  }

  private static List<String> texts(List<RepositoryPattern> patterns) {
    return patterns.stream().map(RepositoryPattern::text).toList();
  }
}

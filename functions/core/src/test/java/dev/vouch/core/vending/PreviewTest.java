package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.Preview.Previewed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PreviewTest {
  private static final String PATH = "/credentials/aws/preview";

  private final VendScene scene = new VendScene();
  private final Boundaries boundaries = new Boundaries();
  private final FakeVendingTables tables = new FakeVendingTables(boundaries);
  private final Preview preview = new Preview(TestLogin.BASE, tables, tables);

  @BeforeEach
  void fill() {
    scene.fill(tables);
  }

  @Test
  void showsAllThatIsAllowed() {
    Entitlement shown = shown(Optional.empty());
    assertThat(shown.pull()).extracting(RepositoryPattern::text).containsExactly("team-a/**");
    assertThat(shown.push()).isEmpty();
  }

  @Test
  void showsWhatASelectionLeaves() {
    Entitlement shown = shown(Optional.of(selection("team-a/app")));
    assertThat(shown.pull()).extracting(RepositoryPattern::text).containsExactly("team-a/app");
  }

  @Test
  void showsNothingToSomebodyWithoutAGrant() {
    tables.put(scene.userIn("visitors"));
    assertThat(shown(Optional.empty()).isEmpty()).isTrue();
  }

  @Test
  void recordsNothingButTheUseOfTheProof() {
    shown(Optional.empty());
    assertThat(tables.entries()).isEmpty();
    assertThat(boundaries.crossed()).containsExactly("read", "use", "policy");
  }

  @Test
  void refusesAProofUsedTwice() {
    SessionRequest request = scene.request(PATH, VendScene.NOW);
    ask(request, VendScene.HOST);
    assertThat(refusal(request, VendScene.HOST)).isEqualTo("proof_replayed");
  }

  @Test
  void refusesADisabledUser() {
    tables.put(scene.login().user(User.Status.DISABLED));
    assertThat(refusal(request(), VendScene.HOST)).isEqualTo("user_disabled");
  }

  @Test
  void refusesARegistryThatIsNotServed() {
    assertThat(refusal(request(), "other.example.com")).isEqualTo("registry_not_served");
  }

  @Test
  void refusesWhileThereIsNoPolicy() {
    tables.removePolicy();
    assertThat(refusal(request(), VendScene.HOST)).isEqualTo("no_policy");
  }

  private SessionRequest request() {
    return scene.request(PATH, VendScene.NOW);
  }

  private Entitlement shown(Optional<Selection> selection) {
    Preview.Wish wish = new Preview.Wish(VendScene.HOST, selection);
    return ((Previewed.Shown) preview.preview(request(), wish, VendScene.NOW)).entitlement();
  }

  private Previewed ask(SessionRequest request, String host) {
    return preview.preview(request, new Preview.Wish(host, Optional.empty()), VendScene.NOW);
  }

  private String refusal(SessionRequest request, String host) {
    return ((Previewed.Refused) ask(request, host)).why().code();
  }

  private static Selection selection(String repositories) {
    return new Selection(
        List.of(RepositoryPattern.parse(repositories).orElseThrow()), Set.of(Action.PULL));
  }
}

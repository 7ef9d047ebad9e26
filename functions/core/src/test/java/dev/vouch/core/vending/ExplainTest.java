package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Decision;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.Explain.Explanation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExplainTest {
  private static final String PATH = "/credentials/aws/explain";

  private final VendScene scene = new VendScene();
  private final Boundaries boundaries = new Boundaries();
  private final FakeVendingTables tables = new FakeVendingTables(boundaries);
  private final Explain explain = new Explain(TestLogin.BASE, tables, tables);

  @BeforeEach
  void fill() {
    scene.fill(tables);
  }

  @Test
  void saysWhichGrantAllows() {
    assertThat(decision(Action.PULL))
        .isInstanceOfSatisfying(
            Decision.Granted.class,
            granted -> assertThat(granted.grant().name()).isEqualTo("platform-pulls"));
  }

  @Test
  void saysThatTheActionIsNotGranted() {
    assertThat(decision(Action.PUSH).reason()).isEqualTo("action_not_granted");
  }

  @Test
  void saysWhichDenialForbids() {
    tables.apply(VendScene.policy(VendScene.denial("team-a/app"), VendScene.pulls()));
    assertThat(decision(Action.PULL))
        .isInstanceOfSatisfying(
            Decision.DeniedByRule.class,
            denied -> assertThat(denied.denial().name()).isEqualTo("no-secrets"));
  }

  @Test
  void recordsNothingButTheUseOfTheProof() {
    decision(Action.PULL);
    assertThat(tables.entries()).isEmpty();
    assertThat(boundaries.crossed()).containsExactly("read", "use", "policy");
  }

  @Test
  void refusesAProofUsedTwice() {
    SessionRequest request = scene.request(PATH, VendScene.NOW);
    explain.explain(request, wish(VendScene.HOST, Action.PULL), VendScene.NOW);
    assertThat(refusal(request, VendScene.HOST)).isEqualTo("proof_replayed");
  }

  @Test
  void refusesADisabledUser() {
    tables.put(scene.login().user(User.Status.DISABLED));
    assertThat(refusal(scene.request(PATH, VendScene.NOW), VendScene.HOST))
        .isEqualTo("user_disabled");
  }

  @Test
  void refusesARegistryThatIsNotServed() {
    assertThat(refusal(scene.request(PATH, VendScene.NOW), "other.example.com"))
        .isEqualTo("registry_not_served");
  }

  @Test
  void refusesWhileThereIsNoPolicy() {
    tables.removePolicy();
    assertThat(refusal(scene.request(PATH, VendScene.NOW), VendScene.HOST)).isEqualTo("no_policy");
  }

  private Decision decision(Action action) {
    Explanation explanation =
        explain.explain(
            scene.request(PATH, VendScene.NOW), wish(VendScene.HOST, action), VendScene.NOW);
    return ((Explanation.Decided) explanation).decision();
  }

  private String refusal(SessionRequest request, String host) {
    Explanation explanation = explain.explain(request, wish(host, Action.PULL), VendScene.NOW);
    return ((Explanation.Refused) explanation).why().code();
  }

  private static Explain.Wish wish(String host, Action action) {
    return new Explain.Wish(host, new RepositoryName("team-a/app"), action);
  }
}

package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MintRefusalTest {
  /** One of each kind. */
  static List<MintRefusal> all() {
    return List.of(
        new MintRefusal.Throttled(Upstream.STS, Duration.ofSeconds(7)),
        new MintRefusal.Unavailable(Upstream.KMS),
        new MintRefusal.TimedOut(Upstream.ECR),
        new MintRefusal.AnswerNotUnderstood(Upstream.ECR, "no token"),
        new MintRefusal.IssuerKeyNotUsable(),
        new MintRefusal.RoleNotAssumable(VendScene.ROLE),
        new MintRefusal.IdentityTokenRejected(),
        new MintRefusal.IssuerNotReached(),
        new MintRefusal.DurationExceedsRole(VendScene.ROLE, Duration.ofHours(2)),
        new MintRefusal.PolicyTooLarge(new SessionPolicyResult.TooLarge(3000, entitlement())),
        new MintRefusal.PackedPolicyTooLarge(),
        new MintRefusal.RegionDisabled(),
        new MintRefusal.RegistryAccessDenied(VendScene.ROLE),
        new MintRefusal.OtherRegistry(VendScene.HOST, "other.example.com"),
        new MintRefusal.TooLate());
  }

  @Test
  void everyKindIsListedOnceAndHasACodeOfItsOwn() {
    assertThat(all()).hasSize(MintRefusal.class.getPermittedSubclasses().length);
    Set<String> codes = all().stream().map(MintRefusal::code).collect(Collectors.toSet());
    assertThat(codes).hasSize(all().size()).allMatch(code -> code.matches("[a-z_]+"));
  }

  @Test
  void everyKindSaysWhatHappenedAndWhatToDo() {
    assertThat(all())
        .allSatisfy(why -> {
          assertThat(why.detail()).endsWith(".");
          assertThat(why.help()).endsWith(".");
        });
  }

  private static Entitlement entitlement() {
    VendScene scene = new VendScene();
    return new PolicyIndex(VendScene.policy(VendScene.pulls()))
        .entitlement(
            new Subject(scene.login().user().id(), Set.of("platform")), VendScene.registry());
  }
}

package dev.vouch.core.vending;

import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One refusal of each kind. */
public final class EveryMintRefusal {
  private EveryMintRefusal() {}

  public static List<MintRefusal> list() {
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
        new MintRefusal.OtherRole(VendScene.ROLE, "another"),
        new MintRefusal.TooLate());
  }

  private static Entitlement entitlement() {
    VendScene scene = new VendScene();
    return new PolicyIndex(VendScene.policy(VendScene.pulls()))
        .entitlement(
            new Subject(scene.login().user().id(), Set.of("platform")), VendScene.registry());
  }
}

package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionEvidence;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link VendingReads} keeps. */
public abstract class VendingReadsContract {
  private final VendScene scene = new VendScene();

  protected abstract VendingReads reads();

  protected abstract void put(Session session);

  protected abstract void put(EnrolledKey key);

  protected abstract void put(User user);

  protected abstract void apply(Policy policy);

  @Test
  void readsSessionKeyUserAndPolicyTogether() {
    put(scene.session());
    put(scene.login().key());
    put(scene.login().user());
    apply(policy());
    assertThat(reads().read(scene.token()))
        .isEqualTo(
            new VendingReads.Rows(
                new SessionEvidence.Rows(
                    Optional.of(scene.session()),
                    Optional.of(scene.login().key()),
                    Optional.of(scene.login().user())),
                Optional.of(hash(policy()))));
  }

  @Test
  void findsNothingWhereNothingIsStored() {
    assertThat(reads().read(scene.token()))
        .isEqualTo(
            new VendingReads.Rows(
                new SessionEvidence.Rows(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty()));
  }

  @Test
  void findsEachRowByItself() {
    put(scene.login().user());
    assertThat(reads().read(scene.token()).session())
        .isEqualTo(
            new SessionEvidence.Rows(
                Optional.empty(), Optional.empty(), Optional.of(scene.login().user())));
  }

  @Test
  void readsAPolicyByItsHash() {
    apply(policy());
    assertThat(reads().policy(hash(policy())).registries()).isEqualTo(policy().registries());
  }

  @Test
  void readsTheNextPolicyOnceItIsApplied() {
    VendingReads reads = reads();
    apply(policy());
    reads.policy(hash(policy()));
    Policy other = VendScene.policy(VendScene.denial("team-a/secret/**"), VendScene.pulls());
    apply(other);
    assertThat(reads.read(scene.token()).policy()).contains(hash(other));
    assertThat(reads.policy(hash(other)).registries()).isEqualTo(other.registries());
  }

  @Test
  void takesAMissingPolicyForAFault() {
    assertThatThrownBy(() -> reads().policy(Sha256.of("no policy")))
        .isInstanceOf(Unavailable.class);
  }

  private static Policy policy() {
    return VendScene.policy(VendScene.pulls());
  }

  private static Sha256 hash(Policy policy) {
    return Sha256.of(PolicyJson.write(policy));
  }
}

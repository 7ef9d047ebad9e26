package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import dev.vouch.core.vending.VendingRecords.Recorded;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link VendingRecords} keeps. */
public abstract class VendingRecordsContract {
  private static final Instant NOW = VendScene.NOW;
  private static final AuditEntry ENTRY = AuditEntry.of("test.happened");

  private final VendScene scene = new VendScene();

  protected abstract VendingRecords records();

  protected abstract void put(Session session);

  /** The types of the records, in order. */
  protected abstract List<String> written();

  @Test
  void recordsForALiveSession() {
    put(scene.session());
    assertThat(records().recordLive(proof(), id(), ENTRY, NOW))
        .isInstanceOf(Recorded.Written.class);
    assertThat(written()).containsExactly("test.happened");
  }

  @Test
  void recordsNothingForARevokedSession() {
    put(scene.revoked());
    assertEnded(NOW);
  }

  @Test
  void recordsNothingForASessionThatIsNotThere() {
    assertEnded(NOW);
  }

  @Test
  void recordsUntilTheSessionExpires() {
    put(scene.session());
    Instant end = scene.session().expiresAt();
    assertThat(records().recordLive(proof(), id(), ENTRY, end.minusSeconds(1)))
        .isInstanceOf(Recorded.Written.class);
  }

  @Test
  void recordsNothingFromTheMomentOfExpiry() {
    put(scene.session());
    assertEnded(scene.session().expiresAt());
    assertEnded(scene.session().expiresAt().plusSeconds(1));
  }

  @Test
  void recordsOnceForAProof() {
    put(scene.session());
    Proof proof = proof();
    VendingRecords records = records();
    records.recordLive(proof, id(), ENTRY, NOW);
    assertThat(records.recordLive(proof, id(), ENTRY, NOW)).isEqualTo(new Recorded.ProofUsed());
    assertThat(records.recordOnce(proof, ENTRY, NOW)).isEqualTo(new Recorded.ProofUsed());
    assertThat(records.use(proof)).isFalse();
    assertThat(written()).hasSize(1);
  }

  @Test
  void leavesTheProofUnusedWhereTheSessionHasEnded() {
    VendingRecords records = records();
    Proof proof = proof();
    records.recordLive(proof, id(), ENTRY, NOW);
    assertThat(records.use(proof)).isTrue();
  }

  @Test
  void recordsARefusalWithoutASession() {
    assertThat(records().recordOnce(proof(), ENTRY, NOW)).isInstanceOf(Recorded.Written.class);
    assertThat(written()).containsExactly("test.happened");
  }

  @Test
  void recordsWithoutConditions() {
    VendingRecords records = records();
    Receipt first = records.record(ENTRY, NOW);
    Receipt second = records.record(ENTRY, NOW);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(written()).hasSize(2);
  }

  @Test
  void usesAProofOnce() {
    VendingRecords records = records();
    Proof proof = proof();
    assertThat(records.use(proof)).isTrue();
    assertThat(records.use(proof)).isFalse();
    assertThat(records.use(proof())).isTrue();
    assertThat(written()).isEmpty();
  }

  private void assertEnded(Instant now) {
    assertThat(records().recordLive(proof(), id(), ENTRY, now))
        .isEqualTo(new Recorded.SessionEnded());
    assertThat(written()).isEmpty();
  }

  private String id() {
    return scene.session().id();
  }

  private Proof proof() {
    return scene.request("/credentials/aws", NOW).proof();
  }
}

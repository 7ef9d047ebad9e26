package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.administration.PolicyHistory.Applied;
import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PolicyHistory} does. */
public abstract class PolicyHistoryContract {
  private static final AuditEntry ENTRY = AuditEntry.of("policy.applied").with("actor", "a");
  private static final Document FIRST = document("first", 20);
  private static final Document SECOND = document("second", 700_000);

  private PolicyHistory history = new FakePolicyHistory();

  /** An empty history. */
  protected abstract PolicyHistory history();

  /** The types of the audit records written, without the births of chains. */
  protected abstract List<String> audited();

  @BeforeEach
  void begin() {
    history = history();
  }

  @Test
  void hasNoActivePolicyAtFirst() {
    assertThat(history.active()).isEmpty();
  }

  @Test
  void activatesTheFirst() {
    assertThat(activate(FIRST, Optional.empty())).isTrue();
    assertThat(history.active()).contains(new Applied(FIRST, Samples.NOW, Samples.ACTOR));
    assertThat(audited()).containsExactly("policy.applied");
  }

  @Test
  void replacesThePolicyByOneOfAnySize() {
    activate(FIRST, Optional.empty());
    assertThat(activate(SECOND, Optional.of(FIRST.hash()))).isTrue();
    assertThat(history.active()).map(Applied::document).contains(SECOND);
  }

  @Test
  void goesBackToAnEarlierPolicy() {
    activate(FIRST, Optional.empty());
    activate(SECOND, Optional.of(FIRST.hash()));
    assertThat(activate(FIRST, Optional.of(SECOND.hash()))).isTrue();
    assertThat(history.active()).map(Applied::document).contains(FIRST);
    assertThat(audited()).hasSize(3);
  }

  @Test
  void doesNotReplaceAPolicyItDidNotKnow() {
    activate(FIRST, Optional.empty());
    assertThat(activate(SECOND, Optional.empty())).isFalse();
    assertThat(activate(SECOND, Optional.of(SECOND.hash()))).isFalse();
    assertThat(history.active()).map(Applied::document).contains(FIRST);
    assertThat(audited()).hasSize(1);
  }

  private boolean activate(Document document, Optional<Sha256> previous) {
    return history.activate(document, previous, Samples.ACTOR, ENTRY, Samples.NOW);
  }

  private static Document document(String name, int size) {
    byte[] compiled = new byte[size];
    compiled[0] = (byte) name.charAt(0);
    compiled[size - 1] = 1;
    return new Document(
        Sha256.of(compiled), Bytes.of(compiled), Bytes.utf8("# " + name + "\ngrants: []\n"));
  }
}

package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.administration.PolicyAdministration.Result;
import dev.vouch.core.administration.PolicyHistory.Applied;
import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PolicyAdministrationTest {
  private static final Instant NOW = Samples.NOW;
  private static final Document FIRST = document("first");
  private static final Document SECOND = document("second");

  private final FakePolicyHistory history = new FakePolicyHistory();
  private final PolicyAdministration policies = new PolicyAdministration(history);

  @Test
  void appliesTheFirstPolicyWithARecord() {
    assertThat(apply(FIRST, NOW)).isEqualTo(new Result(FIRST.hash(), NOW, true));
    assertThat(policies.active()).contains(new Applied(FIRST, NOW, Samples.ACTOR));
    assertThat(history.audited())
        .containsExactly(
            AuditEntry.of("policy.applied")
                .with("actor", Samples.ACTOR)
                .with("hash", FIRST.hash().base64Url())
                .with("previous", null));
  }

  @Test
  void namesThePolicyBefore() {
    apply(FIRST, NOW);
    apply(SECOND, NOW);
    assertThat(history.audited().getLast().members())
        .containsEntry("previous", FIRST.hash().base64Url());
  }

  @Test
  void writesNothingForTheSamePolicy() {
    apply(FIRST, NOW);
    assertThat(apply(FIRST, NOW.plusSeconds(9))).isEqualTo(new Result(FIRST.hash(), NOW, false));
    assertThat(history.audited()).hasSize(1);
  }

  @Test
  void givesUpWhereThePolicyNeverStandsStill() {
    PolicyHistory contended =
        new PolicyHistory() {
          @Override
          public Optional<Applied> active() {
            return history.active();
          }

          @Override
          public boolean activate(
              Document document,
              Optional<Sha256> previous,
              String actor,
              AuditEntry entry,
              Instant now) {
            return false;
          }
        };
    PolicyAdministration stuck = new PolicyAdministration(contended);
    assertThatThrownBy(() -> stuck.apply(Samples.ACTOR, FIRST, NOW))
        .isInstanceOf(Unavailable.class);
  }

  private Result apply(Document document, Instant now) {
    return policies.apply(Samples.ACTOR, document, now);
  }

  private static Document document(String name) {
    return new Document(Sha256.of(name), Bytes.utf8("{}"), Bytes.utf8("# " + name));
  }
}

package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.session.TestLogin;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret leaves without a durable intent and a durable outcome, wherever a vend breaks off. */
final class VendOrderTest {
  private static final List<String> CALLS =
      List.of("read", "policy", "recordLive", "mint", "record");

  private final VendScene scene = new VendScene();
  private final Boundaries boundaries = new Boundaries();
  private final FakeVendingTables tables = new FakeVendingTables(boundaries);
  private final FakeProvider provider = new FakeProvider(boundaries);

  @Test
  void readsRecordsMintsAndRecordsInThisOrder() {
    assertThat(vend()).isInstanceOf(VendOutcome.Issued.class);
    assertThat(boundaries.crossed()).isEqualTo(CALLS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void handsNothingOutWhenACallFails(int place) {
    boundaries.failBefore(place);
    assertThatThrownBy(this::vend).isInstanceOf(Unavailable.class);
    assertNothingMintedWithoutIntent(place);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void handsNothingOutWhenTheAnswerOfACallIsLost(int place) {
    boundaries.failAfter(place);
    assertThatThrownBy(this::vend).isInstanceOf(Unavailable.class);
    assertNothingMintedWithoutIntent(place);
  }

  @Test
  void recordsThatMintingBrokeOff() {
    boundaries.failAfter(CALLS.indexOf("mint"));
    assertThatThrownBy(this::vend).isInstanceOf(Unavailable.class);
    assertThat(tables.entries())
        .extracting(AuditEntry::type)
        .containsExactly("credential.intended", "credential.failed");
  }

  private void assertNothingMintedWithoutIntent(int place) {
    assertThat(boundaries.crossed().subList(0, place + 1)).isEqualTo(CALLS.subList(0, place + 1));
    if (!provider.orders().isEmpty()) {
      assertThat(tables.entries().getFirst().type()).isEqualTo("credential.intended");
    }
  }

  private VendOutcome vend() {
    scene.fill(tables);
    Vend vend = new Vend(TestLogin.BASE, tables, tables, provider);
    return vend.vend(
        scene.request("/credentials/aws", VendScene.NOW),
        new Vend.Wish(VendScene.HOST, Optional.empty(), Optional.empty()),
        InstantSource.fixed(VendScene.NOW));
  }
}

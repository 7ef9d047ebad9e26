package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ItemTest {
  @Test
  void writesInstantsSoThatTextSortsByTime() {
    Instant second = Instant.parse("2026-11-21T10:00:00Z");
    Item whole = Item.values().with("at", second);
    Item later = Item.values().with("at", second.plusMillis(250));
    assertThat(whole.string("at")).isEqualTo("2026-11-21T10:00:00.000Z");
    assertThat(later.string("at")).isGreaterThan(whole.string("at"));
    assertThat(whole.instant("at")).isEqualTo(second);
  }
}

package dev.vouch.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.audit.AuditLog.Stored;
import dev.vouch.core.audit.AuditLog.Writer;
import dev.vouch.core.secret.CountingRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link AuditLog} keeps. */
public abstract class AuditLogContract {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-21");

  private final AuditChain chain = new AuditChain("test", new CountingRandom());

  protected abstract AuditLog log();

  /** Stores a batch as a writer does. */
  protected abstract void store(SealedBatch batch);

  @Test
  void findsNothingInAnEmptyLog() {
    assertThat(log().ofDay(DAY, "", 10)).isEqualTo(new AuditLog.Slice(List.of(), true));
    assertThat(log().writers()).isEmpty();
    assertThat(log().find("aaaaaaaaaaaaaaaaaaaa", 0)).isEmpty();
  }

  @Test
  void readsTheExactBytesBack() {
    SealedRecord sealed = write("a", NOON).last();
    assertThat(log().find(sealed.writer(), sealed.sequence()))
        .hasValueSatisfying(stored -> {
          assertThat(stored.id()).isEqualTo(sealed.id());
          assertThat(stored.record()).isEqualTo(sealed.record());
          assertThat(stored.hash()).isEqualTo(sealed.hash());
        });
  }

  @Test
  void listsADayOldestFirst() {
    String second = write("b", NOON.plusSeconds(2)).last().id();
    String first = write("a", NOON).last().id();
    assertThat(ids(log().ofDay(DAY, "", 10)))
        .containsSubsequence(first, second)
        .hasSize(3); // the writer's birth
  }

  @Test
  void listsNothingOfAnotherDay() {
    write("a", NOON);
    assertThat(ids(log().ofDay(DAY.plusDays(1), "", 10))).isEmpty();
    assertThat(ids(log().ofDay(DAY.minusDays(1), "", 10))).isEmpty();
  }

  @Test
  void goesOnBehindARecord() {
    write("a", NOON);
    String last = write("b", NOON.plusSeconds(1)).last().id();
    AuditLog.Slice start = log().ofDay(DAY, "", 2);
    assertThat(start.records()).hasSize(2);
    assertThat(start.complete()).isFalse();
    AuditLog.Slice rest = log().ofDay(DAY, start.records().getLast().place(), 2);
    assertThat(ids(rest)).containsExactly(last);
    assertThat(rest.complete()).isTrue();
  }

  @Test
  void namesTheWriters() {
    String writer = write("a", NOON).writer();
    assertThat(log().writers()).containsExactly(new Writer(writer, "test", NOON));
  }

  private SealedBatch write(String type, Instant at) {
    SealedBatch batch = chain.seal(List.of(AuditEntry.of(type)), at);
    store(batch);
    chain.committed(batch);
    return batch;
  }

  private static List<String> ids(AuditLog.Slice slice) {
    return slice.records().stream().map(Stored::id).toList();
  }
}

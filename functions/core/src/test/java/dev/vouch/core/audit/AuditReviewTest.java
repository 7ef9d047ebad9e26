package dev.vouch.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.audit.AuditLog.Stored;
import dev.vouch.core.audit.AuditReview.Page;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.CountingRandom;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditReviewTest {
  private static final Instant START = Instant.parse("2026-11-20T23:59:58Z");

  private final FakeAuditLog log = new FakeAuditLog();
  private final AuditReview review = new AuditReview(log);
  private final AuditChain chain = new AuditChain("test", new CountingRandom());

  @Test
  void showsAnEmptyLog() {
    assertThat(review.page(Optional.empty(), 10, START))
        .isEqualTo(new Page(List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 500})
  void showsEveryRecordOnceAndInOrderWhateverThePage(int limit) {
    List<String> written = write(5, Duration.ofSeconds(1));
    List<Stored> read = readAll(limit, START.plus(Duration.ofDays(1)));
    assertThat(read).extracting(Stored::id).containsExactlyElementsOf(written);
    assertThat(read).extracting(Stored::place).isSorted();
  }

  @Test
  void goesOverDaysWithoutRecords() {
    write(2, Duration.ofDays(20));
    assertThat(readAll(10, START.plus(Duration.ofDays(30)))).hasSize(3);
  }

  @Test
  void endsAPageAfterTwoMonthsOfSilence() {
    write(1, Duration.ZERO);
    Page page = review.page(Optional.empty(), 10, START.plus(Duration.ofDays(400)));
    assertThat(page.records()).hasSize(2);
    assertThat(page.next()).isPresent();
    assertThat(log.daysAskedFor()).isEqualTo(60);
    assertThat(readAll(10, START.plus(Duration.ofDays(400)))).hasSize(2);
  }

  @Test
  void endsAPageThatWouldNotFitAnAnswer() {
    String large = "x".repeat(1_100_000);
    for (int i = 0; i < 4; i++) {
      store(AuditEntry.of("large").with("text", large), START.plus(Duration.ofDays(i)));
    }
    Page page = review.page(Optional.empty(), 500, START.plus(Duration.ofDays(5)));
    assertThat(page.records()).hasSize(3);
    assertThat(readAll(500, START.plus(Duration.ofDays(5)))).hasSize(5);
  }

  @Test
  void showsARecordOfAClockThatIsAhead() {
    store(AuditEntry.of("test.happened"), START.plusSeconds(3));
    assertThat(review.page(Optional.empty(), 10, START).records()).hasSize(2);
  }

  @Test
  void findsARecordByItsId() {
    String id = write(1, Duration.ZERO).getLast();
    assertThat(review.find(id)).hasValueSatisfying(s -> assertThat(s.id()).isEqualTo(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "aaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaa-",
        "aaaaaaaaaaaaaaaaaaaa-00",
        "aaaaaaaaaaaaaaaaaaaa--1",
        "aaaaaaaaaaaaaaaaaaa1-1",
        "aaaaaaaaaaaaaaaaaaaa-1234567890123"
      })
  void findsNothingForWhatIsNoId(String id) {
    write(1, Duration.ZERO);
    assertThat(review.find(id)).isEmpty();
  }

  @Test
  void takesItsOwnCursorsBack() {
    write(3, Duration.ofSeconds(1));
    AuditCursor cursor = review.page(Optional.empty(), 2, START).next().orElseThrow();
    assertThat(AuditCursor.parse(cursor.text())).contains(cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "2026-11-2", "2026-13-01", "2026-11-21 ", "2026-11-21\n"})
  void refusesAnythingElseForACursor(String decoded) {
    String text = Base64Url.encode(decoded.getBytes(StandardCharsets.UTF_8));
    assertThat(AuditCursor.parse(text)).isEmpty();
    assertThat(AuditCursor.parse("not base64url!")).isEmpty();
  }

  private List<Stored> readAll(int limit, Instant now) {
    List<Stored> all = new ArrayList<>();
    Optional<AuditCursor> from = Optional.empty();
    do {
      Page page = review.page(from, limit, now);
      assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.records());
      from = page.next();
    } while (from.isPresent());
    return all;
  }

  /** The ids that were written, the birth of the chain first. */
  private List<String> write(int count, Duration apart) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SealedBatch batch = store(AuditEntry.of("test.happened"), START.plus(apart.multipliedBy(i)));
      batch.records().forEach(record -> ids.add(record.id()));
    }
    return ids;
  }

  private SealedBatch store(AuditEntry entry, Instant at) {
    SealedBatch batch = chain.seal(List.of(entry), at);
    log.store(batch);
    chain.committed(batch);
    return batch;
  }
}

package dev.vouch.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeadlineTest {
  private static final Duration TOTAL = Duration.ofSeconds(8);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @ParameterizedTest
  @CsvSource({"5999,true", "6000,true", "6001,false", "9000,false"})
  void leavesWhatTheRequestHasNotTaken(long taken, boolean enough) {
    boolean leaves =
        Deadline.within(
            TOTAL,
            nanos::get,
            () -> {
              nanos.addAndGet(Duration.ofMillis(taken).toNanos());
              return Deadline.leaves(Duration.ofSeconds(2));
            });
    assertThat(leaves).isEqualTo(enough);
  }

  @Test
  void isNoLimitWhereNoRequestIsAtHand() {
    assertThat(Deadline.leaves(Duration.ofDays(1))).isTrue();
    Deadline.within(TOTAL, nanos::get, () -> true);
    assertThat(Deadline.left()).isEmpty();
  }
}

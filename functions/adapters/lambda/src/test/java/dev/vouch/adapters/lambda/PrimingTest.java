package dev.vouch.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class PrimingTest {
  @Test
  void publishedVectorsPass() {
    assertThatCode(SessionPriming::run).doesNotThrowAnyException();
    assertThatCode(RequestPriming::run).doesNotThrowAnyException();
    assertThatCode(EvidencePriming::run).doesNotThrowAnyException();
  }

  @Test
  void stepsOfTheSnapshotFollowThoseBeside() {
    Runnable first = () -> {};
    Runnable second = () -> {};
    assertThat(Priming.beside(first).beforeSnapshot(second).steps()).containsExactly(first, second);
  }

  @Test
  void withoutASnapshotOnlyTheFirstStepsRun() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    AtomicBoolean others = new AtomicBoolean();
    Priming.beside(ran::countDown).beforeSnapshot(() -> others.set(true)).begin();
    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(others).isFalse();
  }

  @Test
  void aStepThatFailsBesideHarmsNobody() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Priming.beside(
            () -> {
              reached.countDown();
              throw new IllegalStateException("as a test wants it");
            })
        .begin();
    assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsStartedWhereNothingIsToBeDone() {
    assertThat(Priming.beside().steps()).isEqualTo(List.of());
    assertThatCode(() -> Priming.beside().begin()).doesNotThrowAnyException();
  }
}

package dev.vouch.adapters.sts;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** That it reaches nobody is held over the whole function: SnapshotTest of the local stack. */
final class StsPrimingTest {
  @Test
  void understandsItsAnswersFromMemory() {
    assertThatCode(StsPriming::run).doesNotThrowAnyException();
  }
}

package dev.vouch.adapters.ecr;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** That it reaches nobody is held over the whole function: SnapshotTest of the local stack. */
final class EcrPrimingTest {
  @Test
  void understandsItsAnswersFromMemory() {
    assertThatCode(EcrPriming::run).doesNotThrowAnyException();
  }
}

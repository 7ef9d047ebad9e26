package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class AssertionPrimingTest {
  @Test
  void publishedCeremonyPasses() {
    assertThatCode(AssertionPriming::run).doesNotThrowAnyException();
  }
}

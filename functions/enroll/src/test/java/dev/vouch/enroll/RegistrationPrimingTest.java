package dev.vouch.enroll;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class RegistrationPrimingTest {
  @Test
  void publishedCeremonyPasses() {
    assertThatCode(RegistrationPriming::run).doesNotThrowAnyException();
  }
}

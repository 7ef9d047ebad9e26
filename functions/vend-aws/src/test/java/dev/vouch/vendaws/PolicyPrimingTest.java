package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class PolicyPrimingTest {
  @Test
  void theExampleGrantsSomethingThatAwsTakes() {
    assertThatCode(PolicyPriming::run).doesNotThrowAnyException();
  }
}

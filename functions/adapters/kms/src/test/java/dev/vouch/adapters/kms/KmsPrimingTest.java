package dev.vouch.adapters.kms;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** That it reaches nobody is held over the whole function: SnapshotTest of the local stack. */
final class KmsPrimingTest {
  @Test
  void understandsTheAnswersToTheIssuerKey() {
    assertThatCode(KmsPriming::issuerKey).doesNotThrowAnyException();
  }

  @Test
  void understandsTheAnswersToTheChallengeKey() {
    assertThatCode(KmsPriming::challengeKey).doesNotThrowAnyException();
  }
}

package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** That it reaches nobody is held over the whole function: SnapshotTest of the local stack. */
final class DynamoDbPrimingTest {
  @Test
  void understandsItsAnswersFromMemory() {
    assertThatCode(DynamoDbPriming::run).doesNotThrowAnyException();
  }
}

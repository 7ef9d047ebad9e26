package dev.vouch.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Asserts the code that AWS answered with. */
final class Refusals {
  private Refusals() {}

  static void assertRefused(String code, ThrowingCallable call) {
    AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(refused).as("answered instead of refusing with " + code).isNotNull();
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
  }
}

package dev.vouch.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.fault.Unavailable.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

final class FaultsTest {
  private static final String DENIED =
      "User: arn:aws:sts::123456789012:assumed-role/vouch/canary is not authorized to perform:"
          + " dynamodb:ConditionCheckItem on resource: arn:aws:dynamodb:us-east-1:123456789012:"
          + "table/canary because no identity-based policy allows the action";

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, PERMISSION_MISSING",
    "AccessDenied, PERMISSION_MISSING",
    "ThrottlingException, THROTTLED",
    "ProvisionedThroughputExceededException, THROTTLED",
    "RequestLimitExceeded, THROTTLED",
    "ResourceNotFoundException, GONE",
    "NotFoundException, GONE",
    "DisabledException, GONE",
    "KMSInvalidStateException, GONE",
    "InternalServerError, NO_ANSWER",
    "UnrecognizedClientException, NO_ANSWER",
    "ValidationException, NO_ANSWER"
  })
  void readsWhatIsWrongFromTheCode(String code, Kind kind) {
    assertThat(Faults.of("the tables", answer(code, "")).kind()).isEqualTo(kind);
    assertThat(Faults.ofRecord("the tables", answer(code, "")).kind()).isEqualTo(kind);
  }

  @Test
  void silenceIsNoAnswer() {
    assertThat(Faults.of("x", ApiCallTimeoutException.create(5)).kind()).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void takesTheActionFromAwssMessageAndNothingElse() {
    assertThat(Faults.of("x", answer("AccessDeniedException", DENIED)).action())
        .isEqualTo("dynamodb:ConditionCheckItem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no right to canary",
        "is not authorized to perform: canary",
        "is not authorized to perform: a:b\u0000",
        "is not authorized to perform: a:b.canary on resource"
      })
  void takesNoActionFromAnotherMessage(String message) {
    assertThat(Faults.of("x", answer("AccessDeniedException", message)).action()).isEmpty();
  }

  private static AwsServiceException answer(String code, String message) {
    return AwsServiceException.builder()
        .statusCode(code.equals("InternalServerError") ? 500 : 400)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(message)
                .serviceName("x")
                .build())
        .build();
  }
}

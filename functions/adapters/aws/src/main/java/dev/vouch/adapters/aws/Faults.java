package dev.vouch.adapters.aws;

import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.fault.Unavailable.Kind;
import dev.vouch.core.fault.Unrecorded;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed call of one of the deployment's own systems means. It is nobody's refusal: the
 * deployment is not as it should be, or AWS has a bad day.
 */
public final class Faults {
  private static final Set<String> DENIED = Set.of("AccessDeniedException", "AccessDenied");

  private static final Set<String> GONE =
      Set.of(
          "ResourceNotFoundException", // DynamoDB
          "NotFoundException", // KMS
          "DisabledException",
          "KMSInvalidStateException");

  /** IAM's own words; the rest of the message names people and resources, and stays behind. */
  private static final Pattern ACTION =
      Pattern.compile("is not authorized to perform: ([a-z0-9-]{1,40}:[A-Za-z0-9]{1,60})(?= |$)");

  private Faults() {}

  /**
   * The fault that a failed call is.
   *
   * @param what the system, such as {@code identity table}
   */
  public static Unavailable of(String what, SdkException failure) {
    return new Unavailable(what, kind(failure), action(failure), failure);
  }

  /** The same for a write that holds an audit record. */
  public static Unrecorded ofRecord(String what, SdkException failure) {
    return new Unrecorded(what, kind(failure), action(failure), failure);
  }

  /** What is wrong with the system that answered so, or did not answer. */
  public static Kind kind(SdkException failure) {
    if (!(failure instanceof AwsServiceException answer)) {
      return Kind.NO_ANSWER;
    }
    String code = UpstreamCall.code(answer);
    if (DENIED.contains(code)) {
      return Kind.PERMISSION_MISSING;
    }
    if (answer.isThrottlingException()) {
      return Kind.THROTTLED;
    }
    return GONE.contains(code) ? Kind.GONE : Kind.NO_ANSWER;
  }

  private static String action(SdkException failure) {
    if (!(failure instanceof AwsServiceException answer) || answer.awsErrorDetails() == null) {
      return "";
    }
    Matcher action = ACTION.matcher(String.valueOf(answer.awsErrorDetails().errorMessage()));
    return action.find() ? action.group(1) : "";
  }
}

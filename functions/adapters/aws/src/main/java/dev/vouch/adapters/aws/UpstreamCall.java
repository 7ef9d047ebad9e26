package dev.vouch.adapters.aws;

import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Upstream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/** Makes one call and reads the failures that every AWS service can show. */
public final class UpstreamCall {
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Says what a service's own error means for a vend; empty when it is our mistake. */
  public interface ErrorReading {
    /**
     * @param code the service's error code
     * @param message the service's text, for telling apart errors that share a code; it may quote
     *     what was sent and goes no further
     */
    Optional<MintRefusal> read(String code, String message);
  }

  private UpstreamCall() {}

  /**
   * Makes the call. A failure that is neither the upstream's bad day nor known to {@code errors} is
   * a fault and is thrown on.
   */
  public static <T> Answer<T> make(Upstream upstream, ErrorReading errors, Supplier<T> call) {
    try {
      return new Answer.Given<>(call.get());
    } catch (AwsServiceException e) {
      return new Answer.Withheld<>(
          common(upstream, e)
              .or(() -> errors.read(code(e), String.valueOf(e.getMessage())))
              .orElseThrow(() -> e));
    } catch (SdkException e) {
      return new Answer.Withheld<>(unanswered(upstream, e).orElseThrow(() -> e));
    }
  }

  private static Optional<MintRefusal> unanswered(Upstream upstream, SdkException failure) {
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || isCausedBy(failure, SocketTimeoutException.class)) {
      return Optional.of(new MintRefusal.TimedOut(upstream));
    }
    if (isUnreadable(failure)) {
      return Optional.of(
          new MintRefusal.AnswerNotUnderstood(upstream, "neither a result nor an error"));
    }
    return isCausedBy(failure, IOException.class)
        ? Optional.of(new MintRefusal.Unavailable(upstream))
        : Optional.empty();
  }

  private static Optional<MintRefusal> common(Upstream upstream, AwsServiceException answer) {
    if (answer.isThrottlingException()) {
      return Optional.of(new MintRefusal.Throttled(upstream, retryAfter(answer)));
    }
    return answer.statusCode() >= 500
        ? Optional.of(new MintRefusal.Unavailable(upstream))
        : Optional.empty();
  }

  static String code(AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    return details == null ? "" : String.valueOf(details.errorCode());
  }

  /** RFC 9110 section 10.2.3, the form in seconds; one second when the answer does not say. */
  private static Duration retryAfter(AwsServiceException answer) {
    Duration asked =
        Optional.ofNullable(answer.awsErrorDetails())
            .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
            .flatMap(response -> response.firstMatchingHeader("Retry-After"))
            .filter(value -> value.matches("[0-9]{1,5}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(SHORTEST_WAIT);
    if (asked.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }

  /** Whether the upstream's answer is not of the protocol: asking again would not help. */
  static boolean isUnreadable(Throwable failure) {
    return isCausedBy(failure, JsonProcessingException.class)
        || isCausedBy(failure, XMLStreamException.class);
  }

  static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}

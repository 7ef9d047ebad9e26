package dev.vouch.adapters.aws;

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** The limits that every AWS client is built with. */
public final class OutboundCalls {
  private static final int ATTEMPTS = 3;

  /** Kept for the tables, so that what became of a call can be recorded. */
  public static final Duration OUTCOME = Duration.ofSeconds(2);

  private static final AwsCredentialsProvider NOBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("NOBODY", "nothing"));

  private static final Duration CONNECT = Duration.ofSeconds(1);

  static {
    // HttpURLConnection re-sends a failed POST by itself, behind the SDK's retries
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private OutboundCalls() {}

  /**
   * For a client that bounds its calls otherwise: none begins when the request has less time left
   * than {@code needed}.
   */
  public static ExecutionInterceptor within(Duration needed) {
    return new TimeLeft(needed);
  }

  /** For a client whose requests are short: each is sent in one piece. */
  public static ExecutionInterceptor wholeRequests() {
    return new WholeRequests();
  }

  /**
   * Gives the client at most {@code total} for one call, its at most two retries included.
   * Endpoint, region and credentials stay the SDK's standard settings.
   *
   * <p>No call begins that could leave less than {@link #OUTCOME} of the request's time.
   *
   * <p>For calls that may be repeated safely: they are repeated after a failure of the upstream or
   * a broken connection. A throttled call is not: the client hears when to come back.
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B bound(
      B builder, Duration attempt, Duration total) {
    return builder
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(total)
                .addExecutionInterceptor(within(total.plus(OUTCOME)))
                .addExecutionInterceptor(wholeRequests())
                .retryStrategy(retries(total))
                .build())
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT.compareTo(attempt) < 0 ? CONNECT : attempt)
                .socketTimeout(attempt));
  }

  /**
   * Takes the network and the function's own credentials from a client: it signs with nothing and
   * is answered from memory.
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B offline(
      B builder, InMemoryHttp answers) {
    return builder.httpClientBuilder(null).httpClient(answers).credentialsProvider(NOBODY);
  }

  /** Waits are drawn between zero and a limit that keeps two of them well within the total. */
  private static StandardRetryStrategy retries(Duration total) {
    Duration first = total.dividedBy(20);
    return DefaultRetryStrategy.standardStrategyBuilder()
        .useClientDefaults(false) // they repeat throttled calls, and wait as long as they are told
        .retryOnException(OutboundCalls::isWorthRepeating)
        .maxAttempts(ATTEMPTS)
        .backoffStrategy(BackoffStrategy.exponentialDelay(first, first.multipliedBy(4)))
        .build();
  }

  private static boolean isWorthRepeating(Throwable failure) {
    if (failure instanceof AwsServiceException answer) {
      return !answer.isThrottlingException()
          && (answer.statusCode() >= 500 || answer.isClockSkewException());
    }
    return failure instanceof SdkClientException
        && !(failure instanceof ApiCallTimeoutException)
        && !UpstreamCall.isUnreadable(failure)
        && UpstreamCall.isCausedBy(failure, IOException.class);
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.adapters.aws.OutboundCalls;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The one place where a DynamoDB client is made. Endpoint, region and credentials come from the
 * SDK's standard settings.
 */
public final class DynamoDbClients {
  private static final Duration ATTEMPT = Duration.ofMillis(1_500);
  private static final Duration CALL = OutboundCalls.OUTCOME;
  private static final int ATTEMPTS = 3;

  private DynamoDbClients() {}

  /** A client with the deadlines of a table call: 1.5 s an attempt, 2 s in all, 3 attempts. */
  public static DynamoDbClient create() {
    return builder().build();
  }

  /** A client that cannot reach the network. */
  static DynamoDbClient offline(InMemoryHttp answers) {
    return OutboundCalls.offline(builder(), answers).build();
  }

  private static DynamoDbClientBuilder builder() {
    // HttpURLConnection would send a failed POST a second time on its own
    System.setProperty("sun.net.http.retryPost", "false");
    return DynamoDbClient.builder()
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(ATTEMPT).socketTimeout(ATTEMPT))
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .addExecutionInterceptor(OutboundCalls.within(CALL))
                .addExecutionInterceptor(OutboundCalls.wholeRequests())
                .retryStrategy(strategy -> strategy.maxAttempts(ATTEMPTS))
                .build());
  }
}

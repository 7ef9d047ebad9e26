package dev.vouch.adapters.kms;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The one place that builds a KMS client. Endpoint, region and credentials come from the SDK's
 * standard settings.
 */
public final class KmsClients {
  private static final Duration ATTEMPT = Duration.ofSeconds(1);
  private static final Duration CALL = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;

  private KmsClients() {}

  /** A client under the function's own role: 1 s an attempt, 2 s in all, 3 attempts. */
  public static KmsClient open() {
    // HttpURLConnection would send a failed POST a second time on its own
    System.setProperty("sun.net.http.retryPost", "false");
    return KmsClient.builder()
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(ATTEMPT).socketTimeout(ATTEMPT))
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .retryStrategy(strategy -> strategy.maxAttempts(ATTEMPTS))
                .build())
        .build();
  }
}

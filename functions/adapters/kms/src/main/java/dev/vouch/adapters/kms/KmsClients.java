package dev.vouch.adapters.kms;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.adapters.aws.OutboundCalls;
import java.time.Duration;
import software.amazon.awssdk.services.kms.KmsClient;

/** The one place that builds a KMS client. */
public final class KmsClients {
  private static final Duration ATTEMPT = Duration.ofSeconds(1);
  private static final Duration CALL = Duration.ofSeconds(2);

  private KmsClients() {}

  /** A client under the function's own role: 1 s for an answer, 2 s for a call in all. */
  public static KmsClient open() {
    return open(ATTEMPT, CALL);
  }

  /** A client that cannot reach the network. */
  static KmsClient offline(InMemoryHttp answers) {
    return OutboundCalls.offline(OutboundCalls.bound(KmsClient.builder(), ATTEMPT, CALL), answers)
        .build();
  }

  static KmsClient open(Duration attempt, Duration call) {
    return OutboundCalls.bound(KmsClient.builder(), attempt, call).build();
  }
}

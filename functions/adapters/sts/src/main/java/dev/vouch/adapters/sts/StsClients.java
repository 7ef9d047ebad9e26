package dev.vouch.adapters.sts;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.adapters.aws.OutboundCalls;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

/** The one place that builds an STS client. */
public final class StsClients {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private StsClients() {}

  /**
   * A client for AssumeRoleWithWebIdentity, which takes no signature: the client holds no
   * credentials, so it can be used for nothing else. One call takes three seconds at most.
   */
  public static StsClient open() {
    return open(LIMIT);
  }

  /** A client that cannot reach the network. */
  static StsClient offline(InMemoryHttp answers) {
    return OutboundCalls.offline(OutboundCalls.bound(StsClient.builder(), LIMIT, LIMIT), answers)
        .build();
  }

  static StsClient open(Duration limit) {
    return OutboundCalls.bound(StsClient.builder(), limit, limit)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }
}

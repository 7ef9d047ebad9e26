package dev.vouch.adapters.ecr;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.time.Instant;
import java.util.Map;

/** Runs a client of ECR against an answer from memory, before the first request. */
public final class EcrPriming {
  private static final String TOKEN =
      "{\"authorizationData\":[{\"authorizationToken\":\"bm90aGluZw==\",\"expiresAt\":1577836800,"
          + "\"proxyEndpoint\":\"https://priming.invalid\"}]}";

  private EcrPriming() {}

  /** Fetches a token that is none. */
  public static void run() {
    RoleSession session =
        new RoleSession(
            "NOBODY", Secret.of("nothing"), Secret.of("nothing"), Instant.EPOCH, "nobody", "none");
    try (EcrClients clients =
        EcrClients.offline(new InMemoryHttp(Map.of("GetAuthorizationToken", TOKEN)))) {
      if (!(new EcrRegistryTokens(clients).fetch("us-east-1", session) instanceof Answer.Given)) {
        throw new IllegalStateException("the answer from memory is refused");
      }
    }
  }
}

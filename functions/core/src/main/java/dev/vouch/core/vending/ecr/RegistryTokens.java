package dev.vouch.core.vending.ecr;

import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.time.Instant;

/** Amazon ECR, GetAuthorizationToken. */
public interface RegistryTokens {
  /** Fetches the token of the registry of the session's account in {@code region}. */
  Answer<RegistryToken> fetch(String region, RoleSession session);

  /**
   * ECR's answer, unread.
   *
   * @param token base64 of {@code AWS:<password>}
   * @param endpoint the registry's URL, as ECR names it
   */
  record RegistryToken(Secret token, String endpoint, Instant expiresAt, String requestId) {}
}

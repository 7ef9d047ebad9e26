package dev.vouch.core.vending.ecr;

import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import java.time.Duration;
import java.time.Instant;

/** AWS STS, AssumeRoleWithWebIdentity. */
public interface RoleSessions {
  Answer<RoleSession> assume(RoleRequest request);

  /**
   * What is asked of STS.
   *
   * @param role the role's ARN
   * @param webIdentity the signed JWT; it would open the role without the session policy to whoever
   *     holds it, so it goes to STS and nowhere else
   * @param name RoleSessionName, 2 to 64 of {@code [\w+=,.@-]}
   * @param policy the inline session policy, at most 2,048 characters
   * @param duration 900 s to the role's maximum
   */
  record RoleRequest(
      String role, Secret webIdentity, String name, String policy, Duration duration) {}

  /** Credentials of the assumed role; they stay inside the function. */
  record RoleSession(
      String accessKeyId,
      Secret secretAccessKey,
      Secret sessionToken,
      Instant expiresAt,
      String assumedRole,
      String requestId) {}
}

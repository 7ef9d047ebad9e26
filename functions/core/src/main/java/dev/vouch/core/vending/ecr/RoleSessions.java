package dev.vouch.core.vending.ecr;

import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
      String role, Secret webIdentity, String name, String policy, Duration duration) {
    private static final Pattern ROLE =
        Pattern.compile("arn:([^:]+):iam::([0-9]{12}):role/(?:.*/)?([^/]+)");

    /**
     * Whether this is the ARN of a session of the role, under the name.
     *
     * @param assumedRole {@code arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/NAME}; a role's path
     *     is not in it (IAM User Guide, IAM identifiers)
     */
    boolean isAnsweredBy(String assumedRole) {
      Matcher arn = ROLE.matcher(role);
      return arn.matches()
          && assumedRole.equals(
              "arn:%s:sts::%s:assumed-role/%s/%s"
                  .formatted(arn.group(1), arn.group(2), arn.group(3), name));
    }
  }

  /** Credentials of the assumed role; they stay inside the function. */
  record RoleSession(
      String accessKeyId,
      Secret secretAccessKey,
      Secret sessionToken,
      Instant expiresAt,
      String assumedRole,
      String requestId) {}
}

package dev.vouch.core.vending;

import dev.vouch.core.json.Json;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.registry.EcrHost;
import dev.vouch.core.registry.RepositoryPattern;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The inline session policy of an ECR credential. It allows exactly what the entitlement allows and
 * nothing from the moment of expiry on; what does not fit is refused, never widened.
 *
 * <p>Denials and the end are Deny statements and not gaps between Allows, because a repository
 * policy that names the role session grants outside the Allows of a session policy, but not past a
 * Deny.
 */
public final class SessionPolicy {
  /** STS API reference, AssumeRoleWithWebIdentity, Policy: characters of plain text. */
  public static final int MAX_CHARACTERS = 2_048;

  /** {@code ListImages} because Helm resolves versions with {@code tags/list}. */
  static final List<String> PULL =
      List.of(
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:ListImages");

  static final List<String> PUSH =
      List.of(
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart");

  private SessionPolicy() {}

  /**
   * Compiles what somebody may do in one registry.
   *
   * @param entitlement allows something
   * @param expiry when the authority ends; a part of a second is cut off
   */
  public static SessionPolicyResult compile(Entitlement entitlement, Instant expiry) {
    if (entitlement.isEmpty()) {
      throw new IllegalArgumentException("no session policy for somebody without a grant");
    }
    String byAction = text(entitlement, expiry, allowsByAction(entitlement));
    String byRepository = text(entitlement, expiry, allowsByRepository(entitlement));
    String shorter = byRepository.length() <= byAction.length() ? byRepository : byAction;
    return shorter.length() <= MAX_CHARACTERS
        ? new SessionPolicyResult.Compiled(shorter)
        : new SessionPolicyResult.TooLarge(shorter.length(), entitlement);
  }

  /** Each action once, repositories of a push twice. */
  private static List<Map<String, Object>> allowsByAction(Entitlement entitlement) {
    List<Map<String, Object>> allows = new ArrayList<>();
    allow(allows, entitlement, PULL, entitlement.pull());
    allow(allows, entitlement, PUSH, entitlement.push());
    return allows;
  }

  /** Each repository once, the actions of a pull twice. */
  private static List<Map<String, Object>> allowsByRepository(Entitlement entitlement) {
    List<RepositoryPattern> push = entitlement.push();
    List<RepositoryPattern> pullOnly =
        entitlement.pull().stream()
            .filter(pattern -> push.stream().noneMatch(other -> other.covers(pattern)))
            .toList();
    List<Map<String, Object>> allows = new ArrayList<>();
    allow(allows, entitlement, PULL, pullOnly);
    allow(allows, entitlement, Stream.concat(PULL.stream(), PUSH.stream()).toList(), push);
    return allows;
  }

  private static void allow(
      List<Map<String, Object>> statements,
      Entitlement entitlement,
      List<String> actions,
      List<RepositoryPattern> repositories) {
    if (!repositories.isEmpty()) {
      statements.add(statement("Allow", actions, arns(entitlement, repositories)));
    }
  }

  private static String text(
      Entitlement entitlement, Instant expiry, List<Map<String, Object>> allows) {
    List<Map<String, Object>> statements = new ArrayList<>();
    // GetAuthorizationToken has no resource: it takes "*" only
    statements.add(statement("Allow", List.of("ecr:GetAuthorizationToken"), List.of("*")));
    statements.addAll(allows);
    if (!entitlement.noPull().isEmpty()) {
      // where not even pull is allowed, nothing of ECR is
      List<String> arns = arns(entitlement, entitlement.noPull());
      statements.add(statement("Deny", List.of("ecr:*"), arns));
    }
    if (!entitlement.noPush().isEmpty()) {
      statements.add(statement("Deny", PUSH, arns(entitlement, entitlement.noPush())));
    }
    statements.add(end(expiry));
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return new String(Json.write(policy), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> end(Instant expiry) {
    Map<String, Object> statement = statement("Deny", List.of("*"), List.of("*"));
    String time = expiry.truncatedTo(ChronoUnit.SECONDS).toString();
    statement.put("Condition", Map.of("DateGreaterThanEquals", Map.of("aws:CurrentTime", time)));
    return statement;
  }

  private static Map<String, Object> statement(
      String effect, List<String> actions, List<String> resources) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", effect);
    statement.put("Action", oneOrMany(actions));
    statement.put("Resource", oneOrMany(resources));
    return statement;
  }

  private static Object oneOrMany(List<String> values) {
    return values.size() == 1 ? values.getFirst() : values;
  }

  private static List<String> arns(Entitlement entitlement, List<RepositoryPattern> patterns) {
    EcrHost host = entitlement.registry().host();
    return patterns.stream().map(host::arn).toList();
  }
}

package dev.vouch.local.aws;

import dev.vouch.local.aws.Identity.RoleSession;
import dev.vouch.local.aws.Identity.User;
import dev.vouch.local.iam.Decision.Allowed;
import dev.vouch.local.iam.Decision.ExplicitDeny;
import dev.vouch.local.iam.Decision.ImplicitDeny;
import dev.vouch.local.iam.Decision.Source;
import dev.vouch.local.iam.Evaluation;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.iam.Principal;
import dev.vouch.local.iam.RequestContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an identity's policies, at the time of each request and for its address. */
public final class Permissions {
  private final InstantSource clock;

  /** Permissions by this clock: what {@code aws:CurrentTime} is. */
  public Permissions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Why this identity may not do this, in AWS's words, or nothing when it may.
   *
   * @param resource an ARN, or {@code *}
   * @param sourceIp the address that the request came from
   */
  public Optional<String> refusal(
      Identity identity, String action, String resource, String sourceIp) {
    return refusal(identity, action, resource, sourceIp, Map.of());
  }

  /**
   * The same for a service that has context keys of its own.
   *
   * @param more those keys of the request
   */
  Optional<String> refusal(
      Identity identity,
      String action,
      String resource,
      String sourceIp,
      Map<String, List<String>> more) {
    Map<String, List<String>> keys = keys(identity, sourceIp);
    keys.putAll(more);
    RequestContext request = RequestContext.of(action, resource, keys);
    return refusal(identity, Evaluation.of(own(identity), session(identity)), request);
  }

  /**
   * The same for a KMS key, whose own policy has the first word.
   *
   * @param key its ARN
   * @param policy its policy
   */
  Optional<String> keyRefusal(
      Identity identity, String action, String key, PolicyDocument policy, String sourceIp) {
    RequestContext request =
        new RequestContext(
            action, key, Optional.of(Principal.aws(arn(identity))), keys(identity, sourceIp));
    return refusal(identity, Evaluation.ofKey(own(identity), session(identity), policy), request);
  }

  private static Optional<String> refusal(
      Identity identity, Evaluation evaluation, RequestContext request) {
    String action = request.action();
    String who =
        "User: %s is not authorized to perform: %s on resource: %s "
            .formatted(identity.caller().arn(), action, request.resource());
    return switch (evaluation.decide(request)) {
      case Allowed allowed -> Optional.empty();
      case ExplicitDeny deny ->
          Optional.of(who + "with an explicit deny in " + policy(deny.source()));
      case ImplicitDeny deny ->
          Optional.of(
              who + "because no " + policy(deny.source()) + " allows the " + action + " action");
    };
  }

  private static List<PolicyDocument> own(Identity identity) {
    return switch (identity) {
      case User user -> List.of(user.policy());
      case RoleSession session -> List.of(session.role().policy());
    };
  }

  private static Optional<PolicyDocument> session(Identity identity) {
    return identity instanceof RoleSession session
        ? Optional.ofNullable(session.sessionPolicy())
        : Optional.empty();
  }

  /** Whom a policy names: a user, or the role that a session is of. */
  private static String arn(Identity identity) {
    return switch (identity) {
      case User user -> user.caller().arn();
      case RoleSession session -> session.role().arn();
    };
  }

  private static String policy(Source source) {
    return switch (source) {
      case IDENTITY_POLICY -> "identity-based policy";
      case SESSION_POLICY -> "session policy";
      case TRUST_POLICY -> "trust policy";
      case RESOURCE_POLICY -> "resource-based policy";
    };
  }

  private Map<String, List<String>> keys(Identity identity, String sourceIp) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("aws:CurrentTime", List.of(now.toString()));
    keys.put("aws:EpochTime", List.of(Long.toString(now.getEpochSecond())));
    keys.put("aws:SourceIp", List.of(sourceIp));
    keys.put("aws:SecureTransport", List.of("true"));
    keys.put("aws:PrincipalAccount", List.of(identity.caller().accountId()));
    keys.put("aws:userid", List.of(identity.caller().userId()));
    keys.put("aws:PrincipalArn", List.of(arn(identity)));
    if (identity instanceof RoleSession session) {
      session.tags().forEach((name, value) -> keys.put("aws:PrincipalTag/" + name, List.of(value)));
      if (session.sourceIdentity() != null) {
        keys.put("aws:SourceIdentity", List.of(session.sourceIdentity()));
      }
    }
    return keys;
  }
}

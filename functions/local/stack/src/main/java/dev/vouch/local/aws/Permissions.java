package dev.vouch.local.aws;

import dev.vouch.local.aws.Identity.RoleSession;
import dev.vouch.local.aws.Identity.User;
import dev.vouch.local.iam.Decision;
import dev.vouch.local.iam.Decision.Allowed;
import dev.vouch.local.iam.Decision.ExplicitDeny;
import dev.vouch.local.iam.Decision.ImplicitDeny;
import dev.vouch.local.iam.Decision.Source;
import dev.vouch.local.iam.Evaluation;
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
    Decision decision = evaluation(identity).decide(RequestContext.of(action, resource, keys));
    String who =
        "User: %s is not authorized to perform: %s on resource: %s "
            .formatted(identity.caller().arn(), action, resource);
    return switch (decision) {
      case Allowed allowed -> Optional.empty();
      case ExplicitDeny deny ->
          Optional.of(who + "with an explicit deny in " + policy(deny.source()));
      case ImplicitDeny deny ->
          Optional.of(
              who + "because no " + policy(deny.source()) + " allows the " + action + " action");
    };
  }

  private static Evaluation evaluation(Identity identity) {
    return switch (identity) {
      case User user -> Evaluation.of(List.of(user.policy()), Optional.empty());
      case RoleSession session ->
          Evaluation.of(
              List.of(session.role().policy()), Optional.ofNullable(session.sessionPolicy()));
    };
  }

  private static String policy(Source source) {
    return switch (source) {
      case IDENTITY_POLICY -> "identity-based policy";
      case SESSION_POLICY -> "session policy";
      case TRUST_POLICY -> "trust policy";
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
    switch (identity) {
      case User user -> keys.put("aws:PrincipalArn", List.of(user.caller().arn()));
      case RoleSession session -> {
        keys.put("aws:PrincipalArn", List.of(session.role().arn()));
        session
            .tags()
            .forEach((name, value) -> keys.put("aws:PrincipalTag/" + name, List.of(value)));
        if (session.sourceIdentity() != null) {
          keys.put("aws:SourceIdentity", List.of(session.sourceIdentity()));
        }
      }
    }
    return keys;
  }
}

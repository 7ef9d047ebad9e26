package dev.vouch.local.iam;

import dev.vouch.local.iam.Decision.Allowed;
import dev.vouch.local.iam.Decision.ExplicitDeny;
import dev.vouch.local.iam.Decision.ImplicitDeny;
import dev.vouch.local.iam.Decision.Source;
import dev.vouch.local.iam.Statement.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policies that apply to a request, and IAM's order of precedence over them: an explicit deny
 * in any of them wins; then every set must allow, so a session policy only ever narrows what the
 * role's own policies allow; everything else is denied.
 *
 * <p>Resource-based policies, permission boundaries and organization policies are not part of this
 * model.
 */
public final class Evaluation {
  private record PolicySet(Source source, List<PolicyDocument> documents) {
    Optional<Statement> find(Effect effect, RequestContext request) {
      return documents.stream()
          .flatMap(document -> document.statements().stream())
          .filter(statement -> statement.effect() == effect && statement.covers(request))
          .findFirst();
    }
  }

  private final List<PolicySet> sets;

  private Evaluation(List<PolicySet> sets) {
    this.sets = List.copyOf(sets);
  }

  /** A role session: the role's policies, and the inline session policy if there is one. */
  public static Evaluation of(List<PolicyDocument> identity, Optional<PolicyDocument> session) {
    List<PolicySet> sets = new ArrayList<>();
    sets.add(new PolicySet(Source.IDENTITY_POLICY, documents(identity, false)));
    session.ifPresent(document ->
        sets.add(new PolicySet(Source.SESSION_POLICY, documents(List.of(document), false))));
    return new Evaluation(sets);
  }

  /** A role's trust policy, for the {@code sts:} actions on that role. */
  public static Evaluation ofTrust(PolicyDocument trust) {
    return new Evaluation(
        List.of(new PolicySet(Source.TRUST_POLICY, documents(List.of(trust), true))));
  }

  private static List<PolicyDocument> documents(List<PolicyDocument> documents, boolean trust) {
    for (PolicyDocument document : documents) {
      if (document.isTrust() != trust) {
        throw new IllegalArgumentException("trust policies and identity policies are not mixed");
      }
    }
    return List.copyOf(documents);
  }

  public Decision decide(RequestContext request) {
    for (PolicySet set : sets) {
      Optional<Statement> deny = set.find(Effect.DENY, request);
      if (deny.isPresent()) {
        return new ExplicitDeny(deny.get(), set.source());
      }
    }
    Decision decision = new ImplicitDeny(sets.getFirst().source());
    for (PolicySet set : sets) {
      Optional<Statement> allow = set.find(Effect.ALLOW, request);
      if (allow.isEmpty()) {
        return new ImplicitDeny(set.source());
      }
      decision = new Allowed(allow.get());
    }
    return decision;
  }
}

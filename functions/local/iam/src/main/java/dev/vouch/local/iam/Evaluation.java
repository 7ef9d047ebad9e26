package dev.vouch.local.iam;

import dev.vouch.local.iam.Decision.Allowed;
import dev.vouch.local.iam.Decision.ExplicitDeny;
import dev.vouch.local.iam.Decision.ImplicitDeny;
import dev.vouch.local.iam.Decision.Source;
import dev.vouch.local.iam.PolicyDocument.Kind;
import dev.vouch.local.iam.Statement.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The policies that apply to a request, and IAM's order of precedence over them: an explicit deny
 * in any of them wins; then every set must allow, so a session policy only ever narrows what the
 * role's own policies allow; everything else is denied.
 *
 * <p>A KMS key's own policy has the first word: nothing is allowed that it does not allow. Where it
 * names the identity, the identity's own policies need not allow it too; where it names the account
 * alone, they decide (AWS KMS Developer Guide, "Key policies"). The identity is of the key's
 * account here. Permission boundaries and organization policies are not part of this model.
 */
public final class Evaluation {
  private record PolicySet(Source source, List<PolicyDocument> documents) {
    Optional<Statement> find(Effect effect, RequestContext request) {
      return find(effect, statement -> statement.covers(request));
    }

    Optional<Statement> find(Effect effect, Predicate<Statement> covers) {
      return documents.stream()
          .flatMap(document -> document.statements().stream())
          .filter(statement -> statement.effect() == effect && covers.test(statement))
          .findFirst();
    }
  }

  private final List<PolicySet> sets;
  private final Optional<PolicySet> key;

  private Evaluation(List<PolicySet> sets, Optional<PolicySet> key) {
    this.sets = List.copyOf(sets);
    this.key = key;
  }

  /** A role session: the role's policies, and the inline session policy if there is one. */
  public static Evaluation of(List<PolicyDocument> identity, Optional<PolicyDocument> session) {
    return new Evaluation(sets(identity, session), Optional.empty());
  }

  /** The same for a request about a KMS key of the same account, which has a policy of its own. */
  public static Evaluation ofKey(
      List<PolicyDocument> identity, Optional<PolicyDocument> session, PolicyDocument policy) {
    return new Evaluation(
        sets(identity, session),
        Optional.of(
            new PolicySet(Source.RESOURCE_POLICY, documents(List.of(policy), Kind.RESOURCE))));
  }

  private static List<PolicySet> sets(
      List<PolicyDocument> identity, Optional<PolicyDocument> session) {
    List<PolicySet> sets = new ArrayList<>();
    sets.add(new PolicySet(Source.IDENTITY_POLICY, documents(identity, Kind.IDENTITY)));
    session.ifPresent(document ->
        sets.add(
            new PolicySet(Source.SESSION_POLICY, documents(List.of(document), Kind.IDENTITY))));
    return sets;
  }

  /** A role's trust policy, for the {@code sts:} actions on that role. */
  public static Evaluation ofTrust(PolicyDocument trust) {
    return new Evaluation(
        List.of(new PolicySet(Source.TRUST_POLICY, documents(List.of(trust), Kind.TRUST))),
        Optional.empty());
  }

  private static List<PolicyDocument> documents(List<PolicyDocument> documents, Kind kind) {
    for (PolicyDocument document : documents) {
      if (document.kind() != kind) {
        throw new IllegalArgumentException(
            "policies of identities, of roles' trust and of resources are not mixed");
      }
    }
    return List.copyOf(documents);
  }

  public Decision decide(RequestContext request) {
    List<PolicySet> all = new ArrayList<>(sets);
    key.ifPresent(all::add);
    for (PolicySet set : all) {
      Optional<Statement> deny = set.find(Effect.DENY, request);
      if (deny.isPresent()) {
        return new ExplicitDeny(deny.get(), set.source());
      }
    }
    if (key.isEmpty()) {
      return all(sets, new ImplicitDeny(sets.getFirst().source()), request);
    }
    Optional<Statement> named =
        key.get().find(Effect.ALLOW, statement -> statement.coversByName(request));
    if (named.isPresent()) {
      return all(sets.subList(1, sets.size()), new Allowed(named.get()), request);
    }
    Decision nobody = new ImplicitDeny(Source.RESOURCE_POLICY);
    return key.get().find(Effect.ALLOW, request).isPresent() ? all(sets, nobody, request) : nobody;
  }

  /** Each of them has to allow it. */
  private static Decision all(List<PolicySet> sets, Decision none, RequestContext request) {
    Decision decision = none;
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

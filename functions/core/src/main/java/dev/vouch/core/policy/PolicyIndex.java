package dev.vouch.core.policy;

import dev.vouch.core.policy.Decision.ActionNotGranted;
import dev.vouch.core.policy.Decision.DeniedByRule;
import dev.vouch.core.policy.Decision.Granted;
import dev.vouch.core.policy.Decision.NoGrant;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy made ready for questions; immutable, built once per policy.
 *
 * <p>Guaranteed: nothing is allowed that no grant allows, and a denial wins over every grant.
 */
public final class PolicyIndex {
  private record Rules(Registry registry, RuleIndex<Grant> grants, RuleIndex<Denial> denials) {}

  private final Map<String, Rules> byHost = new LinkedHashMap<>();

  public PolicyIndex(Policy policy) {
    for (Registry registry : policy.registries()) {
      String host = registry.host().text();
      List<Grant> grants =
          policy.grants().stream().filter(grant -> grant.registry().equals(host)).toList();
      List<Denial> denials =
          policy.denials().stream().filter(denial -> denial.concerns(registry)).toList();
      byHost.put(host, new Rules(registry, new RuleIndex<>(grants), new RuleIndex<>(denials)));
    }
  }

  /** In the order of the file. */
  public List<Registry> registries() {
    return byHost.values().stream().map(Rules::registry).toList();
  }

  /** The registry of that exact host name, if the policy has it. */
  public Optional<Registry> registry(String host) {
    return Optional.ofNullable(byHost.get(host)).map(Rules::registry);
  }

  /** The question's registry must be one of this policy's. */
  public Decision decide(Question question) {
    Rules rules = rules(question.registry());
    Subject subject = question.subject();
    List<RepositoryPattern> patterns =
        new RepositoryPattern.Exactly(question.repository()).coveredBy();
    Set<Action> action = Set.of(question.action());
    Optional<Denial> denial = rules.denials().first(subject, patterns, action);
    if (denial.isPresent()) {
      return new DeniedByRule(question, denial.get());
    }
    Optional<Grant> grant = rules.grants().first(subject, patterns, action);
    if (grant.isPresent()) {
      return new Granted(question, grant.get());
    }
    return rules
        .grants()
        .first(subject, patterns, Set.of())
        .<Decision>map(other -> new ActionNotGranted(question, other))
        .orElseGet(() -> new NoGrant(question));
  }

  /** All that the subject may do in a registry of this policy. */
  public Entitlement entitlement(Subject subject, Registry registry) {
    Rules rules = rules(registry);
    return Entitlement.of(registry, rules.grants().all(subject), rules.denials().all(subject));
  }

  /** What the selection leaves of it. Denials hold as they are. */
  public Entitlement entitlement(Subject subject, Registry registry, Selection selection) {
    Rules rules = rules(registry);
    List<Grant> grants = selection.narrow(rules.grants().all(subject));
    return Entitlement.of(registry, grants, rules.denials().all(subject));
  }

  private Rules rules(Registry registry) {
    Rules rules = byHost.get(registry.host().text());
    if (rules == null || !rules.registry().equals(registry)) {
      throw new IllegalArgumentException("no registry of this policy: " + registry.host().text());
    }
    return rules;
  }
}

package dev.vouch.core.policy;

import dev.vouch.core.registry.RepositoryPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that somebody may do in one registry now: the rules in force, and no others. A grant of which
 * a denial leaves nothing is not in force, and neither is a denial that touches nothing granted.
 *
 * @param grants in the order of the file; none when nothing is allowed
 * @param denials in the order of the file
 * @param pull what is granted, without patterns that another one covers, sorted
 * @param push as {@code pull}; each is covered by one of {@code pull}
 * @param noPull where nothing is allowed, whatever {@code pull} and {@code push} say
 * @param noPush where, besides, push is not allowed
 */
public record Entitlement(
    Registry registry,
    List<Grant> grants,
    List<Denial> denials,
    List<RepositoryPattern> pull,
    List<RepositoryPattern> push,
    List<RepositoryPattern> noPull,
    List<RepositoryPattern> noPush) {

  /** Rules that all concern one person and this registry. */
  static Entitlement of(Registry registry, List<Grant> grants, List<Denial> denials) {
    Set<RepositoryPattern> deniedPull = patterns(denials, Action.PULL);
    Set<RepositoryPattern> deniedPush = patterns(denials, Action.PUSH);
    Set<RepositoryPattern> pull = uncovered(patterns(grants, Action.PULL), deniedPull);
    Set<RepositoryPattern> push = uncovered(patterns(grants, Action.PUSH), deniedPush);
    Set<RepositoryPattern> noPull = overlapping(deniedPull, pull);
    Set<RepositoryPattern> noPush = uncovered(overlapping(deniedPush, push), noPull);
    return new Entitlement(
        registry,
        grants.stream().filter(grant -> names(grant, pull, push)).toList(),
        denials.stream().filter(denial -> names(denial, noPull, noPush)).toList(),
        shortest(pull),
        shortest(push),
        shortest(noPull),
        shortest(noPush));
  }

  public boolean isEmpty() {
    return grants.isEmpty();
  }

  /**
   * The shortest lifetime of the grants in force, since one credential carries them all; empty when
   * nothing is allowed.
   */
  public Optional<Lifetime> lifetime() {
    return grants.stream().map(Grant::lifetime).min(Comparator.naturalOrder());
  }

  private static boolean names(
      Rule rule, Set<RepositoryPattern> ofPull, Set<RepositoryPattern> ofPush) {
    return rule.repositories().stream()
        .anyMatch(pattern ->
            (rule.actions().contains(Action.PULL) && ofPull.contains(pattern))
                || (rule.actions().contains(Action.PUSH) && ofPush.contains(pattern)));
  }

  private static Set<RepositoryPattern> patterns(List<? extends Rule> rules, Action action) {
    Set<RepositoryPattern> patterns = new HashSet<>();
    for (Rule rule : rules) {
      if (rule.actions().contains(action)) {
        patterns.addAll(rule.repositories());
      }
    }
    return patterns;
  }

  /** Those of which a pattern of the other set covers no whole one. */
  private static Set<RepositoryPattern> uncovered(
      Set<RepositoryPattern> patterns, Set<RepositoryPattern> by) {
    Set<RepositoryPattern> left = new HashSet<>(patterns);
    left.removeIf(pattern -> pattern.coveredBy().stream().anyMatch(by::contains));
    return left;
  }

  /** Those that share a repository with the other set; see {@link RepositoryPattern}. */
  private static Set<RepositoryPattern> overlapping(
      Set<RepositoryPattern> patterns, Set<RepositoryPattern> others) {
    Set<RepositoryPattern> above = new HashSet<>();
    others.forEach(other -> above.addAll(other.coveredBy()));
    Set<RepositoryPattern> overlapping = new HashSet<>(patterns);
    overlapping.removeIf(pattern ->
        !above.contains(pattern) && pattern.coveredBy().stream().noneMatch(others::contains));
    return overlapping;
  }

  private static List<RepositoryPattern> shortest(Set<RepositoryPattern> patterns) {
    List<RepositoryPattern> shortest = new ArrayList<>(patterns);
    shortest.removeIf(pattern -> pattern.coveredBy().stream().skip(1).anyMatch(patterns::contains));
    shortest.sort(Comparator.comparing(RepositoryPattern::text));
    return List.copyOf(shortest);
  }
}

package dev.vouch.core.policy;

import dev.vouch.core.registry.RepositoryPattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that allows something in one registry.
 *
 * @param registry the host name of a registry of the same policy
 * @param actions with push always pull too, see {@link Action#PUSH}
 */
public record Grant(
    String name,
    Optional<String> owner,
    Subjects to,
    String registry,
    List<RepositoryPattern> repositories,
    Set<Action> actions,
    Lifetime lifetime)
    implements Rule {
  public Grant {
    repositories = List.copyOf(repositories);
    actions = Set.copyOf(actions);
    if (!actions.contains(Action.PULL)) {
      throw new IllegalArgumentException("a grant without pull: " + name);
    }
  }
}

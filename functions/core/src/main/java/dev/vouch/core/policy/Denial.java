package dev.vouch.core.policy;

import dev.vouch.core.registry.RepositoryPattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that wins over every grant. One that denies pull denies push too, since nobody can push
 * without what a pull needs.
 *
 * @param registry the host name of a registry of the same policy, or empty for all of them
 */
public record Denial(
    String name,
    Optional<String> owner,
    Subjects to,
    Optional<String> registry,
    List<RepositoryPattern> repositories,
    Set<Action> actions)
    implements Rule {
  public Denial {
    repositories = List.copyOf(repositories);
    actions =
        actions.contains(Action.PULL)
            ? Set.copyOf(EnumSet.allOf(Action.class))
            : Set.copyOf(actions);
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("a denial of nothing: " + name);
    }
  }

  boolean concerns(Registry other) {
    return registry.isEmpty() || registry.get().equals(other.host().text());
  }
}

package dev.vouch.core.policy;

import dev.vouch.core.registry.RepositoryPattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What somebody wants of all that is allowed. It takes away and never adds: a credential is good
 * for what the policy allows and the selection names.
 *
 * @param repositories 1 to {@link #MAX_REPOSITORIES}
 * @param actions with push always pull too, see {@link Action#PUSH}
 */
public record Selection(List<RepositoryPattern> repositories, Set<Action> actions) {
  /** More than a session policy can name. */
  public static final int MAX_REPOSITORIES = 50;

  public Selection {
    repositories = List.copyOf(repositories);
    actions = Set.copyOf(actions);
    if (repositories.isEmpty() || repositories.size() > MAX_REPOSITORIES) {
      throw new IllegalArgumentException("a selection of " + repositories.size() + " repositories");
    }
    if (!actions.contains(Action.PULL)) {
      throw new IllegalArgumentException("a selection without pull");
    }
  }

  /** What is left of the grants; one of which nothing is left drops out. */
  List<Grant> narrow(List<Grant> grants) {
    return grants.stream().flatMap(grant -> narrow(grant).stream()).toList();
  }

  private Optional<Grant> narrow(Grant grant) {
    List<RepositoryPattern> left = grant.repositories().stream().flatMap(this::narrow).toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Set<Action> both = EnumSet.copyOf(grant.actions());
    both.retainAll(actions);
    return Optional.of(
        new Grant(
            grant.name(),
            grant.owner(),
            grant.to(),
            grant.registry(),
            left,
            both,
            grant.lifetime()));
  }

  private Stream<RepositoryPattern> narrow(RepositoryPattern granted) {
    return repositories.stream().flatMap(selected -> granted.within(selected).stream());
  }
}

package dev.vouch.core.policy;

import dev.vouch.core.registry.RepositoryName;

/** May this person do this there? */
public record Question(
    Subject subject, Registry registry, RepositoryName repository, Action action) {
  /** {@code pull from team-a/app} or {@code push to team-a/app}. */
  String words() {
    return switch (action) {
      case PULL -> "pull from " + repository.text();
      case PUSH -> "push to " + repository.text();
    };
  }
}

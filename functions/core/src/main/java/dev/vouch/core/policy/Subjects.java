package dev.vouch.core.policy;

import dev.vouch.core.identity.UserId;
import java.util.Comparator;
import java.util.List;

/** Whom a rule is for ({@code to:}). */
public sealed interface Subjects {
  /** Every enrolled user. */
  record Everyone() implements Subjects {}

  /** Whoever is in one of the groups or is one of the users. */
  record Members(List<String> groups, List<UserId> users) implements Subjects {
    public Members {
      groups = groups.stream().sorted().distinct().toList();
      users = users.stream().sorted(Comparator.comparing(UserId::value)).distinct().toList();
      if (groups.isEmpty() && users.isEmpty()) {
        throw new IllegalArgumentException("a rule for nobody");
      }
    }
  }

  default boolean include(Subject subject) {
    return switch (this) {
      case Everyone() -> true;
      case Members(List<String> groups, List<UserId> users) ->
          users.contains(subject.user()) || groups.stream().anyMatch(subject.groups()::contains);
    };
  }
}

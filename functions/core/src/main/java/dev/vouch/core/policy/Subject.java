package dev.vouch.core.policy;

import dev.vouch.core.identity.UserId;
import java.util.Set;

/**
 * Who asks: a user, and the groups that an administrator put the user into. Groups are compared
 * exactly.
 */
public record Subject(UserId user, Set<String> groups) {
  public Subject {
    groups = Set.copyOf(groups);
  }
}

package dev.vouch.core.policy;

import java.util.Locale;
import java.util.Optional;

/** What somebody wants to do with a repository. */
public enum Action {
  PULL,
  /** A push asks the registry first which layers it has, so it needs what a pull needs. */
  PUSH;

  public static Optional<Action> named(String word) {
    return switch (word) {
      case "pull" -> Optional.of(PULL);
      case "push" -> Optional.of(PUSH);
      default -> Optional.empty();
    };
  }

  /** As policies and answers write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.vouch.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rule says about repositories: one exact name, or everything under a path. IAM's {@code *}
 * spans {@code /}, so no other form could be enforced exactly.
 *
 * <p>Patterns form a tree: two of them overlap only if one covers the other.
 */
public sealed interface RepositoryPattern {
  /** As a policy writes it. */
  String text();

  /** One repository. */
  record Exactly(RepositoryName name) implements RepositoryPattern {
    @Override
    public String text() {
      return name.text();
    }
  }

  /**
   * {@code team-a/**}: {@code team-a/x} and {@code team-a/x/y}, not {@code team-a} itself and not
   * {@code team-ab/x}.
   *
   * @param prefix without the {@code /**}
   */
  record Under(String prefix) implements RepositoryPattern {
    public Under {
      if (prefix.length() > MAX_PREFIX_LENGTH || !RepositoryName.isPath(prefix)) {
        throw new IllegalArgumentException("no repository prefix: " + prefix);
      }
    }

    @Override
    public String text() {
      return prefix + SUFFIX;
    }
  }

  String SUFFIX = "/**";

  /** Room is left for a slash and one character. */
  int MAX_PREFIX_LENGTH = RepositoryName.MAX_LENGTH - 2;

  static Optional<RepositoryPattern> parse(String text) {
    if (!text.endsWith(SUFFIX)) {
      return RepositoryName.parse(text).map(Exactly::new);
    }
    String prefix = text.substring(0, text.length() - SUFFIX.length());
    return prefix.length() <= MAX_PREFIX_LENGTH && RepositoryName.isPath(prefix)
        ? Optional.of(new Under(prefix))
        : Optional.empty();
  }

  default boolean matches(RepositoryName repository) {
    return covers(new Exactly(repository));
  }

  /** Whether every repository of the other pattern is one of this. */
  default boolean covers(RepositoryPattern other) {
    return other.coveredBy().contains(this);
  }

  /** What both patterns hold: the narrower one, or nothing. */
  default Optional<RepositoryPattern> within(RepositoryPattern other) {
    if (covers(other)) {
      return Optional.of(other);
    }
    return other.covers(this) ? Optional.of(this) : Optional.empty();
  }

  /** Every pattern that covers this one: itself, and each path above it; nearest first. */
  default List<RepositoryPattern> coveredBy() {
    String path =
        switch (this) {
          case Exactly(RepositoryName name) -> name.text();
          case Under(String prefix) -> prefix;
        };
    List<RepositoryPattern> patterns = new ArrayList<>();
    patterns.add(this);
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      patterns.add(new Under(path.substring(0, slash)));
    }
    return patterns;
  }
}

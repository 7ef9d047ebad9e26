package dev.vouch.core.policy;

import dev.vouch.core.registry.RepositoryPattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A grant or a denial; its name is unique in its policy. */
public sealed interface Rule permits Grant, Denial {
  String name();

  /** The e-mail address of whoever can say why the rule is so, and change it. */
  Optional<String> owner();

  Subjects to();

  List<RepositoryPattern> repositories();

  Set<Action> actions();

  /** {@code grant} or {@code denial}, as answers and records write it. */
  default String kind() {
    return switch (this) {
      case Grant grant -> "grant";
      case Denial denial -> "denial";
    };
  }
}

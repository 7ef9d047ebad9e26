package dev.vouch.core.policy;

import java.util.List;

/** What became of a policy document. */
public sealed interface PolicyReading {
  record Valid(Policy policy) implements PolicyReading {}

  /** Everything that is wrong, in the order of the document; at least one problem. */
  record Invalid(List<Problem> problems) implements PolicyReading {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}

package dev.vouch.core.policy;

import dev.vouch.core.registry.EcrHost;

/**
 * A registry that this deployment serves.
 *
 * @param role the ARN of the role to assume, of the account and partition of the host
 * @param anonymous what the client does without a session
 */
public record Registry(EcrHost host, String role, Anonymous anonymous) {
  /** Whether public pulls go on without a session. */
  public enum Anonymous {
    ALLOW("allow"),
    DENY("deny");

    private final String word;

    Anonymous(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** The code that mints for it; one so far. */
  public String provider() {
    return "ecr";
  }
}

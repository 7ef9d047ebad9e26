package dev.vouch.core.policy;

import java.util.Optional;

/** The policy in force. */
@FunctionalInterface
public interface ActivePolicy {
  /**
   * Reads it, as of all changes so far; empty before the first one was applied.
   *
   * @throws dev.vouch.core.fault.Unavailable when it could not be read
   */
  Optional<PolicyIndex> read();
}

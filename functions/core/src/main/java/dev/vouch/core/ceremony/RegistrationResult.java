package dev.vouch.core.ceremony;

import dev.vouch.core.identity.EnrolledKey;

/** The outcome of a registration. */
public sealed interface RegistrationResult {
  /** Every step of §7.1 is passed but one: that nobody has enrolled this credential id before. */
  record Accepted(EnrolledKey key) implements RegistrationResult {}

  record Refused(RegistrationRefusal refusal) implements RegistrationResult {}
}

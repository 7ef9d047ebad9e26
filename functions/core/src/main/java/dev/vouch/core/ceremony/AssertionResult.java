package dev.vouch.core.ceremony;

/** The outcome of an assertion. */
public sealed interface AssertionResult {
  /**
   * Every step of §7.2 is passed.
   *
   * @param signatureCount to be kept for the next login
   */
  record Accepted(long signatureCount) implements AssertionResult {}

  record Refused(AssertionRefusal refusal) implements AssertionResult {}
}

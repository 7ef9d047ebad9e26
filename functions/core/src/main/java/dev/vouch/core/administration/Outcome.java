package dev.vouch.core.administration;

/** What became of an administrator's request. */
public sealed interface Outcome<T> {
  /** It is done, and recorded; or it was so already. */
  record Done<T>(T value) implements Outcome<T> {}

  /** Nothing has changed. */
  record Refused<T>(Refusal refusal) implements Outcome<T> {}
}

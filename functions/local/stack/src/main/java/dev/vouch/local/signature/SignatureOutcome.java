package dev.vouch.local.signature;

/** What the check of a signature found. */
public sealed interface SignatureOutcome {
  /** Signed by this key. Says who it is, and nothing about what it may do. */
  record Authentic(AccessKey key) implements SignatureOutcome {}

  /** Not accepted. */
  record Refused(SignatureRefusal reason, String message) implements SignatureOutcome {}
}

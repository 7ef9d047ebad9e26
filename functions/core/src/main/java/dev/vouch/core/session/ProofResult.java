package dev.vouch.core.session;

/** The outcome of checking a DPoP proof. */
public sealed interface ProofResult {
  /** Every check of RFC 9449 §4.3 passed, apart from single use. */
  record Proven(Proof proof) implements ProofResult {}

  /** The first check that failed. */
  record Refused(ProofRefusal refusal) implements ProofResult {}
}

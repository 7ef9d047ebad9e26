package dev.vouch.core.vending;

import dev.vouch.core.audit.Receipt;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.Refusal;
import java.time.Instant;

/** What became of a request for a credential. */
public sealed interface VendOutcome {
  /**
   * A credential, of which intent and outcome are recorded.
   *
   * @param registry the registry that it is for, as the policy names it
   * @param expiresAt when its authority ends
   * @param refreshAt when the next one should be asked for
   * @param receipt the record of the outcome
   */
  record Issued(
      String registry,
      String username,
      Secret secret,
      Instant expiresAt,
      Instant refreshAt,
      Entitlement scope,
      Receipt receipt)
      implements VendOutcome {}

  /** Refused before anything was minted. */
  record Refused(Refusal why) implements VendOutcome {}

  /** Allowed, but not minted. */
  record Failed(MintRefusal why) implements VendOutcome {}
}

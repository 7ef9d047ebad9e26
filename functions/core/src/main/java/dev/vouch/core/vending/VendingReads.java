package dev.vouch.core.vending;

import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.SessionEvidence;
import java.util.Optional;

/** What a vend reads. */
public interface VendingReads {
  /**
   * Reads the rows that a token names and the active policy's hash, in one consistent read.
   *
   * @throws dev.vouch.core.fault.Unavailable when a row could not be read; never taken for absent
   */
  Rows read(AccessToken token);

  /**
   * The policy of that hash. A policy never changes, so it is read once.
   *
   * @throws dev.vouch.core.fault.Unavailable when it could not be read whole
   */
  PolicyIndex policy(Sha256 hash);

  /**
   * What was stored at one moment.
   *
   * @param policy empty where no policy has been applied
   */
  record Rows(SessionEvidence.Rows session, Optional<Sha256> policy) {}
}

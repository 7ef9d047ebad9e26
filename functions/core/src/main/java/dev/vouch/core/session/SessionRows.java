package dev.vouch.core.session;

import dev.vouch.core.session.SessionEvidence.Rows;

/** What a request with a session reads and records. */
public interface SessionRows {
  /**
   * Reads, consistently, the session of the token and the key and user that its hints name.
   *
   * @throws dev.vouch.core.fault.Unavailable when a row could not be read; never taken for absent
   */
  Rows read(AccessToken token);

  /** Records the use of a proof; false when it has been used before. */
  boolean useOnce(Proof proof);
}

package dev.vouch.core.vending;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.session.Proof;
import java.time.Instant;

/**
 * What a vend writes. Each method writes everything or nothing.
 *
 * <p>All throw {@link dev.vouch.core.fault.Unavailable} when it is not certain that everything is
 * written.
 */
public interface VendingRecords {
  /** Uses the proof and writes the record, if the session is neither revoked nor expired. */
  Recorded recordLive(Proof proof, String session, AuditEntry entry, Instant now);

  /** Uses the proof and writes the record, whatever became of the session. */
  Recorded recordOnce(Proof proof, AuditEntry entry, Instant now);

  /** Writes the record. */
  Receipt record(AuditEntry entry, Instant now);

  /** Uses the proof; false when it has been used before. */
  boolean use(Proof proof);

  /** The outcome of a write under conditions. */
  sealed interface Recorded {
    record Written(Receipt receipt) implements Recorded {}

    /** The proof has been used before; nothing is written. */
    record ProofUsed() implements Recorded {}

    /** The session has ended since it was read; nothing is written. */
    record SessionEnded() implements Recorded {}
  }
}

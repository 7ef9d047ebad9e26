package dev.vouch.core.session;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.identity.UserId;
import java.time.Instant;
import java.util.Locale;

/** Ends sessions before their time. */
public interface SessionEnding {
  /** Why a session ends. */
  enum Reason {
    LOGOUT,
    CODE_REUSED
  }

  /** A session that is to end. */
  record Ended(String session, UserId user, Reason reason) {
    /** The record of it. */
    public AuditEntry entry() {
      return AuditEntry.of("session.ended")
          .with("user", user.value())
          .with("session", session)
          .with("reason", reason.name().toLowerCase(Locale.ROOT));
    }
  }

  /** What became of it. */
  sealed interface Outcome {
    /** The session is ended and recorded so. */
    record Recorded(Receipt receipt) implements Outcome {}

    /** It had been ended before, or was never there. Nothing is written. */
    record NotLive() implements Outcome {}

    /** The proof had been used before. Nothing is written. */
    record ProofReplayed() implements Outcome {}
  }

  /** Ends the session, records it and the use of the proof: all or nothing. */
  Outcome end(Ended ended, Proof proof, Instant now);
}

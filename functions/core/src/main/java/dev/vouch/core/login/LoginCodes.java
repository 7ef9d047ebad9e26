package dev.vouch.core.login;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.Optional;

/** Codes, and the sessions that they are exchanged for. */
public interface LoginCodes {
  /** What became of an exchange. */
  sealed interface Outcome {
    /** Session, record and use of the proof are written, and the code is used. */
    record Started(Receipt receipt) implements Outcome {}

    /** The code was used before, or is no longer good. Nothing is written. */
    record CodeNotGood() implements Outcome {}

    /** The proof had been used before. Nothing is written. */
    record ProofReplayed() implements Outcome {}
  }

  /** Reads a code, consistently, whether used or not. */
  Optional<LoginCode> find(Sha256 hash);

  /** Exchanges the code for the session: all or nothing, and once. */
  Outcome start(LoginCode code, Session session, Proof proof, Instant now);

  /** The record of a session's start. */
  static AuditEntry entry(Session session) {
    return AuditEntry.of("session.started")
        .with("user", session.user().value())
        .with("key", session.key())
        .with("session", session.id())
        .with("login", session.login())
        .with("expires_at", session.expiresAt().toString());
  }
}

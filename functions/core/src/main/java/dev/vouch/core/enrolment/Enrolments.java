package dev.vouch.core.enrolment;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What an enrolment reads and writes. */
public interface Enrolments {
  /** An open invitation and whom it is for. */
  record Invited(Invitation invitation, User user) {}

  /** An enrolment that was verified. */
  record Completed(EnrolmentStatement statement, EnrolledKey key) {
    /** The record of it. */
    public AuditEntry entry() {
      return AuditEntry.of("key.enrolled")
          .with("user", key.user().value())
          .with("key", key.id())
          .with("aaguid", key.aaguid())
          .with("model", key.model())
          .with("credential_id", key.credentialId().base64Url())
          .with("public_key", key.publicKey().base64Url())
          .with("attestation_object", key.attestationObject().base64Url())
          .with("client_data_json", key.clientData().base64Url())
          .with("statement", statement.bytes().base64Url());
    }
  }

  /** A condition of the transaction that did not hold. */
  enum Conflict {
    /** The challenge has been used. */
    CHALLENGE_USED,
    /** The invitation is not there, is for somebody else, or is over. */
    INVITATION_GONE,
    /** The user is not waiting for a first key, or the invitation is not the user's open one. */
    USER_CHANGED,
    /** Somebody has enrolled this credential. */
    CREDENTIAL_ENROLLED
  }

  /** What became of an enrolment. */
  sealed interface Outcome {
    /** Everything is written. */
    record Recorded(Receipt receipt) implements Outcome {}

    /** Nothing is written. */
    record Refused(Set<Conflict> conflicts) implements Outcome {
      public Refused {
        conflicts = Set.copyOf(conflicts);
      }
    }
  }

  /** Reads the invitation with this secret and its user, consistently. */
  Optional<Invited> find(Sha256 secret);

  /**
   * Uses the challenge, uses the invitation up, makes the user active, stores the key and records
   * it: all or nothing.
   */
  Outcome complete(Completed enrolment, Instant now);
}

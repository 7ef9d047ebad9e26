package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions, as administrators see and end them. Expired ones may or may not be there. */
public interface SessionRegister {
  /** All sessions, the oldest first. */
  List<Session> list();

  /** The sessions of one user, the oldest first; a session of the last moments may be missing. */
  List<Session> of(UserId user);

  Optional<Session> find(String id);

  /**
   * Marks a session as revoked together with the audit record, or neither.
   *
   * @return false where it is gone or was revoked meanwhile
   */
  boolean revoke(Session session, AuditEntry entry, Instant now);
}

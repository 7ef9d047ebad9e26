package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists and revokes sessions. */
public final class SessionAdministration {
  private final SessionRegister register;

  public SessionAdministration(SessionRegister register) {
    this.register = register;
  }

  /** The sessions that have not expired, revoked ones included, the oldest first. */
  public List<Session> list(Instant now) {
    return unexpired(register.list(), now);
  }

  /** The same for one user; empty for somebody unknown. */
  public List<Session> list(String address, Instant now) {
    return UserId.parse(address).map(id -> unexpired(register.of(id), now)).orElse(List.of());
  }

  /** Ends a session at once. A session that was revoked before stays as it is. */
  public Outcome<Session> revoke(String actor, String id, Instant now) {
    Optional<Session> found = register.find(id).filter(s -> now.isBefore(s.expiresAt()));
    if (found.isEmpty()) {
      return new Outcome.Refused<>(new Refusal.SessionUnknown(id));
    }
    Session session = found.get();
    if (session.revokedAt().isPresent()) {
      return new Outcome.Done<>(session);
    }
    AuditEntry entry =
        AuditEntry.of("session.revoked")
            .with("actor", actor)
            .with("user", session.user().value())
            .with("session", session.id());
    return register.revoke(session, entry, now)
        ? new Outcome.Done<>(revoked(session, now))
        : register
            .find(id)
            .<Outcome<Session>>map(Outcome.Done::new)
            .orElseGet(() -> new Outcome.Refused<>(new Refusal.SessionUnknown(id)));
  }

  private static List<Session> unexpired(List<Session> sessions, Instant now) {
    return sessions.stream().filter(session -> now.isBefore(session.expiresAt())).toList();
  }

  static Session revoked(Session session, Instant now) {
    return new Session(
        session.id(),
        session.user(),
        session.key(),
        session.jkt(),
        session.createdAt(),
        session.expiresAt(),
        Optional.of(now),
        session.evidence(),
        session.login());
  }
}

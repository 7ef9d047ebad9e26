package dev.vouch.core.session;

import java.time.Instant;
import java.util.Optional;

/** A session but for one thing. */
public record ChangedSession(Session of) {
  public Session expiring(Instant at) {
    return copy(of.key(), at, of.revokedAt(), of.evidence());
  }

  public Session revoked(Instant at) {
    return copy(of.key(), of.expiresAt(), Optional.of(at), of.evidence());
  }

  Session ofKey(String key) {
    return copy(key, of.expiresAt(), of.revokedAt(), of.evidence());
  }

  Session with(Session.Evidence evidence) {
    return copy(of.key(), of.expiresAt(), of.revokedAt(), evidence);
  }

  private Session copy(
      String key, Instant expires, Optional<Instant> revoked, Session.Evidence evidence) {
    return new Session(
        of.id(), of.user(), key, of.jkt(), of.createdAt(), expires, revoked, evidence, of.login());
  }
}

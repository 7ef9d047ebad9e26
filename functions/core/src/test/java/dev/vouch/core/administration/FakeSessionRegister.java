package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A register in memory. */
public final class FakeSessionRegister implements SessionRegister {
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final List<AuditEntry> audited = new ArrayList<>();

  /** Stores a session as the function {@code authenticate} does. */
  public void start(Session session) {
    sessions.put(session.id(), session);
  }

  public List<AuditEntry> audited() {
    return audited;
  }

  @Override
  public List<Session> list() {
    return sessions.values().stream().sorted(Comparator.comparing(Session::createdAt)).toList();
  }

  @Override
  public List<Session> of(UserId user) {
    return list().stream().filter(session -> session.user().equals(user)).toList();
  }

  @Override
  public Optional<Session> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  @Override
  public boolean revoke(Session session, AuditEntry entry, Instant now) {
    Session stored = sessions.get(session.id());
    if (stored == null || stored.revokedAt().isPresent()) {
      return false;
    }
    sessions.put(session.id(), SessionAdministration.revoked(stored, now));
    audited.add(entry);
    return true;
  }
}

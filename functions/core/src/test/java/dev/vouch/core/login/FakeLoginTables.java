package dev.vouch.core.login;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.ChangedSession;
import dev.vouch.core.session.FakeAuditLog;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionEnding;
import dev.vouch.core.session.SessionEvidence.Rows;
import dev.vouch.core.session.SessionRows;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every table that logging in touches, in memory, under one lock. */
public final class FakeLoginTables
    implements Logins, LoginCodes, SessionRows, SessionEnding, LoginTables {
  private final FakeAuditLog audit = new FakeAuditLog();
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, EnrolledKey> keys = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final Map<Sha256, LoginCode> codes = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  @Override
  public synchronized void put(User user) {
    users.put(user.id().value(), user);
  }

  @Override
  public synchronized void put(EnrolledKey key) {
    keys.put(key.id(), key);
  }

  @Override
  public synchronized void put(Session session) {
    sessions.put(session.id(), session);
  }

  /** Stores a code as if a login had just been completed. */
  public synchronized void put(LoginCode code) {
    codes.put(code.hash(), code);
  }

  public synchronized void removeKey(String id) {
    keys.remove(id);
  }

  @Override
  public synchronized Optional<Session> session(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  public List<AuditEntry> records() {
    return audit.entries();
  }

  @Override
  public List<String> recordTypes() {
    return records().stream().map(AuditEntry::type).toList();
  }

  /** How many rows of any kind there are. */
  public synchronized int rows() {
    return users.size()
        + keys.size()
        + counters.size()
        + codes.size()
        + sessions.size()
        + used.size()
        + audit.entries().size();
  }

  @Override
  public synchronized Optional<Enrolled> find(String keyId) {
    return Optional.ofNullable(keys.get(keyId))
        .flatMap(key ->
            Optional.ofNullable(users.get(key.user().value()))
                .map(user ->
                    new Enrolled(key, user, counters.getOrDefault(keyId, key.signatureCount()))));
  }

  @Override
  public synchronized Logins.Outcome complete(Completed login, Instant now) {
    String challenge = Logins.challengeKey(login.statement());
    if (used.contains(challenge)) {
      return new Logins.Outcome.ChallengeUsed();
    }
    long before = counters.getOrDefault(login.key(), 0L);
    boolean counts = login.signatureCount() > before;
    if (!counts && !(before == 0 && login.signatureCount() == 0)) {
      return new Logins.Outcome.CounterSteppedBack();
    }
    used.add(challenge);
    counters.put(login.key(), login.signatureCount());
    Receipt receipt = audit.append(login.entry(), now);
    codes.put(login.code(), login.loginCode(receipt.id(), now));
    return new Logins.Outcome.Recorded(receipt);
  }

  @Override
  public synchronized Logins.Outcome refuse(Refused login, Instant now) {
    return used.add(Logins.challengeKey(login.statement()))
        ? new Logins.Outcome.Recorded(audit.append(login.entry(), now))
        : new Logins.Outcome.ChallengeUsed();
  }

  @Override
  public synchronized Optional<LoginCode> find(Sha256 hash) {
    return Optional.ofNullable(codes.get(hash));
  }

  @Override
  public synchronized LoginCodes.Outcome start(
      LoginCode code, Session session, Proof proof, Instant now) {
    if (used.contains(proof.useKey())) {
      return new LoginCodes.Outcome.ProofReplayed();
    }
    LoginCode stored = codes.get(code.hash());
    if (stored == null || stored.usedFor().isPresent() || !now.isBefore(stored.expiresAt())) {
      return new LoginCodes.Outcome.CodeNotGood();
    }
    used.add(proof.useKey());
    codes.put(code.hash(), used(stored, session.id()));
    sessions.put(session.id(), session);
    return new LoginCodes.Outcome.Started(audit.append(LoginCodes.entry(session), now));
  }

  private static LoginCode used(LoginCode code, String session) {
    return new LoginCode(
        code.hash(),
        code.redirectUri(),
        code.codeChallenge(),
        code.jkt(),
        code.user(),
        code.key(),
        code.login(),
        code.evidence(),
        code.expiresAt(),
        code.sessionExpiresAt(),
        Optional.of(session));
  }

  @Override
  public synchronized Rows read(AccessToken token) {
    return new Rows(
        Optional.ofNullable(sessions.get(token.sessionId())),
        Optional.ofNullable(keys.get(token.key())),
        Optional.ofNullable(users.get(token.user().value())));
  }

  @Override
  public synchronized boolean useOnce(Proof proof) {
    return used.add(proof.useKey());
  }

  @Override
  public synchronized SessionEnding.Outcome end(Ended ended, Proof proof, Instant now) {
    if (used.contains(proof.useKey())) {
      return new SessionEnding.Outcome.ProofReplayed();
    }
    Session session = sessions.get(ended.session());
    if (session == null || session.revokedAt().isPresent()) {
      return new SessionEnding.Outcome.NotLive();
    }
    used.add(proof.useKey());
    sessions.put(session.id(), new ChangedSession(session).revoked(now));
    return new SessionEnding.Outcome.Recorded(audit.append(ended.entry(), now));
  }
}

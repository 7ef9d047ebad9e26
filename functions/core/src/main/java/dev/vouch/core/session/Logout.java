package dev.vouch.core.session;

import dev.vouch.core.secret.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * The revocation endpoint (RFC 7009): a session ends itself, and no other.
 *
 * <p>A session that is not live any more is a success, as §2.2 wants it. Whether the user is still
 * active does not matter here: ending is always allowed to the holder of the key.
 */
public final class Logout {
  private final SessionRows rows;
  private final SessionEnding endings;

  /** The token that is to be revoked is another than the one that authorizes the request. */
  public record OtherToken() implements Refusal {
    @Override
    public String code() {
      return "token_mismatch";
    }

    @Override
    public String detail() {
      return "A session can end itself only.";
    }

    @Override
    public String help() {
      return "Ask an administrator to revoke another session.";
    }
  }

  public Logout(SessionRows rows, SessionEnding endings) {
    this.rows = rows;
    this.endings = endings;
  }

  /**
   * Ends the session of the request.
   *
   * @param token the one to revoke
   * @return why not; empty when the session is over
   */
  public Optional<Refusal> end(SessionRequest request, Secret token, Instant now) {
    if (!token.equals(request.token().token())) {
      return Optional.of(new OtherToken());
    }
    Optional<Session> session = rows.read(request.token()).session();
    if (session.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProofRefusal> unbound = request.proof().boundTo(session.get().jkt());
    if (unbound.isPresent()) {
      return Optional.of(unbound.get());
    }
    return isLive(session.get(), now) ? end(session.get(), request.proof(), now) : Optional.empty();
  }

  private Optional<Refusal> end(Session session, Proof proof, Instant now) {
    var ended = new SessionEnding.Ended(session.id(), session.user(), SessionEnding.Reason.LOGOUT);
    return switch (endings.end(ended, proof, now)) {
      case SessionEnding.Outcome.Recorded r -> Optional.empty();
      case SessionEnding.Outcome.NotLive r -> Optional.empty();
      case SessionEnding.Outcome.ProofReplayed r -> Optional.of(new ProofRefusal.Replayed());
    };
  }

  private static boolean isLive(Session session, Instant now) {
    return session.revokedAt().isEmpty() && now.isBefore(session.expiresAt());
  }
}

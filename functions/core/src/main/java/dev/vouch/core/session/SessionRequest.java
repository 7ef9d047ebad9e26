package dev.vouch.core.session;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.session.ProofVerifier.ProvenRequest;
import dev.vouch.core.session.SessionEvidence.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request made with a session: a well-formed token, and a DPoP proof for it and this request.
 *
 * <p>Three steps make it an authority: {@link #read} it, {@link #check} it against the rows, and
 * record {@link Proof#useKey} once in the transaction that acts on it.
 *
 * @param token names the rows to read
 * @param proof not yet known to be unused
 */
public record SessionRequest(AccessToken token, Proof proof) {
  private static final String SCHEME = "DPoP ";

  /** The outcome of reading a request. */
  public sealed interface Read {
    /** Token and proof are well formed and fit the request. */
    record Presented(SessionRequest request) implements Read {}

    /** One of them is not. */
    record Refused(Refusal refusal) implements Read {}
  }

  /** The outcome of holding a request against the rows. */
  public sealed interface Use {
    /** The session may be used for this request, once its proof is recorded. */
    record Allowed(Session session, EnrolledKey key, User user, Proof proof) implements Use {}

    /** It may not. */
    record Refused(Refusal refusal) implements Use {}
  }

  /**
   * Reads the headers of a request.
   *
   * @param authorization all values of the Authorization header
   * @param proofs all values of the DPoP header
   * @param method in upper case
   * @param url the public URL of the route, without query
   */
  public static Read read(
      List<String> authorization, List<String> proofs, String method, String url, Instant now) {
    Optional<TokenRefusal> unusable = unusable(authorization);
    if (unusable.isPresent()) {
      return new Read.Refused(unusable.get());
    }
    Optional<AccessToken> token =
        AccessToken.parse(authorization.getFirst().substring(SCHEME.length()));
    if (token.isEmpty()) {
      return new Read.Refused(new TokenRefusal.Malformed());
    }
    var proven = new ProvenRequest(proofs, method, url, Optional.of(token.get().token()));
    return switch (ProofVerifier.verify(proven, now)) {
      case ProofResult.Proven p -> new Read.Presented(new SessionRequest(token.get(), p.proof()));
      case ProofResult.Refused r -> new Read.Refused(r.refusal());
    };
  }

  /** Holds the request against the rows that its token names. */
  public Use check(Rows rows, PublicBaseUrl base, Instant now) {
    // before anything else, so that a thief of the token alone learns nothing of the session
    Optional<ProofRefusal> unbound = rows.session().flatMap(s -> proof.boundTo(s.jkt()));
    if (unbound.isPresent()) {
      return new Use.Refused(unbound.get());
    }
    return switch (SessionEvidence.check(rows, base, now)) {
      case SessionEvidence.Checked.Live live ->
          new Use.Allowed(live.session(), live.key(), live.user(), proof);
      case SessionEvidence.Checked.Refused r -> new Use.Refused(r.refusal());
    };
  }

  private static Optional<TokenRefusal> unusable(List<String> authorization) {
    if (authorization.isEmpty()) {
      return Optional.of(new TokenRefusal.Missing());
    }
    if (authorization.size() > 1) {
      return Optional.of(new TokenRefusal.Repeated());
    }
    // the scheme's name is case-insensitive (RFC 9110 §11.1)
    return authorization.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.empty()
        : Optional.of(new TokenRefusal.WrongScheme());
  }
}

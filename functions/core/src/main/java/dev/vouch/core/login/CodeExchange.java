package dev.vouch.core.login;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.ProofResult;
import dev.vouch.core.session.ProofVerifier;
import dev.vouch.core.session.ProofVerifier.ProvenRequest;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionEnding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The token endpoint (RFC 6749 §4.1.3): a code, the PKCE verifier and a DPoP proof for a session.
 *
 * <p>Only who holds all three can do anything here: a code alone, used once or twice, changes
 * nothing. A second use by such a holder ends the session of the first (§4.1.2).
 */
public final class CodeExchange {
  /** The token endpoint's path. */
  public static final String PATH = "/oauth/token";

  private final PublicBaseUrl base;
  private final LoginCodes codes;
  private final SessionEnding endings;
  private final RandomSource random;

  /** The outcome of an exchange. */
  public sealed interface Exchanged {
    /** The session is stored; the token opens it and is nowhere else. */
    record Started(AccessToken token, Session session) implements Exchanged {}

    /**
     * No session.
     *
     * @param oauthError the error of RFC 6749 §5.2 or RFC 9449 §5
     */
    record Refused(Refusal refusal, String oauthError) implements Exchanged {}
  }

  public CodeExchange(
      PublicBaseUrl base, LoginCodes codes, SessionEnding endings, RandomSource random) {
    this.base = base;
    this.codes = codes;
    this.endings = endings;
    this.random = random;
  }

  /** Exchanges the form's code. */
  public Exchanged exchange(Map<String, String> form, List<String> proofs, Instant now) {
    Optional<ExchangeRefusal> malformed = malformed(form);
    if (malformed.isPresent()) {
      return refused(malformed.get());
    }
    var request = new ProvenRequest(proofs, "POST", base.resolve(PATH), Optional.empty());
    return switch (ProofVerifier.verify(request, now)) {
      case ProofResult.Refused refused -> refused(refused.refusal());
      case ProofResult.Proven proven -> exchange(form, proven.proof(), now);
    };
  }

  private static Optional<ExchangeRefusal> malformed(Map<String, String> form) {
    for (String name :
        List.of("grant_type", "client_id", "code", "redirect_uri", "code_verifier")) {
      if (form.getOrDefault(name, "").isEmpty()) {
        return Optional.of(new ExchangeRefusal.ParameterMissing(name));
      }
    }
    if (!"authorization_code".equals(form.get("grant_type"))) {
      return Optional.of(new ExchangeRefusal.GrantType());
    }
    if (!AuthorizationRequest.CLIENT_ID.equals(form.get("client_id"))) {
      return Optional.of(new ExchangeRefusal.UnknownClient());
    }
    return Pkce.isVerifier(form.getOrDefault("code_verifier", ""))
        ? Optional.empty()
        : Optional.of(new ExchangeRefusal.VerifierMalformed());
  }

  private Exchanged exchange(Map<String, String> form, Proof proof, Instant now) {
    Optional<LoginCode> found = codes.find(Secret.of(form.getOrDefault("code", "")).hash());
    if (found.isEmpty()) {
      return refused(new ExchangeRefusal.CodeUnknown());
    }
    LoginCode code = found.get();
    if (!code.redirectUri().equals(form.get("redirect_uri"))) {
      return refused(new ExchangeRefusal.RedirectMismatch());
    }
    Secret verifier = Secret.of(form.getOrDefault("code_verifier", ""));
    if (!Pkce.matches(verifier, code.codeChallenge())) {
      return refused(new ExchangeRefusal.VerifierMismatch());
    }
    Optional<ProofRefusal> unbound = proof.boundTo(code.jkt());
    if (unbound.isPresent()) {
      return refused(unbound.get());
    }
    return code.usedFor().isPresent()
        ? endReused(code, code.usedFor().get(), proof, now)
        : start(code, proof, now);
  }

  private Exchanged start(LoginCode code, Proof proof, Instant now) {
    if (!now.isBefore(code.expiresAt())) {
      return refused(new ExchangeRefusal.CodeExpired());
    }
    AccessToken token = AccessToken.issue(random, code.user(), code.key());
    var session =
        new Session(
            token.sessionId(),
            code.user(),
            code.key(),
            code.jkt(),
            now,
            code.sessionExpiresAt(),
            Optional.empty(),
            code.evidence(),
            code.login());
    return switch (codes.start(code, session, proof, now)) {
      case LoginCodes.Outcome.Started started -> new Exchanged.Started(token, session);
      case LoginCodes.Outcome.ProofReplayed r -> refused(new ProofRefusal.Replayed());
      case LoginCodes.Outcome.CodeNotGood r -> lost(code, proof, now);
    };
  }

  /** Somebody else used the code since it was read, or its time ran out meanwhile. */
  private Exchanged lost(LoginCode code, Proof proof, Instant now) {
    Optional<String> usedFor = codes.find(code.hash()).flatMap(LoginCode::usedFor);
    return usedFor.isPresent()
        ? endReused(code, usedFor.get(), proof, now)
        : refused(new ExchangeRefusal.CodeExpired());
  }

  private Exchanged endReused(LoginCode code, String session, Proof proof, Instant now) {
    var ended = new SessionEnding.Ended(session, code.user(), SessionEnding.Reason.CODE_REUSED);
    return switch (endings.end(ended, proof, now)) {
      case SessionEnding.Outcome.ProofReplayed r -> refused(new ProofRefusal.Replayed());
      case SessionEnding.Outcome.Recorded r -> refused(new ExchangeRefusal.CodeReused());
      case SessionEnding.Outcome.NotLive r -> refused(new ExchangeRefusal.CodeReused());
    };
  }

  private static Exchanged refused(ExchangeRefusal refusal) {
    return new Exchanged.Refused(refusal, refusal.oauthError());
  }

  private static Exchanged refused(ProofRefusal refusal) {
    return new Exchanged.Refused(refusal, "invalid_dpop_proof");
  }
}

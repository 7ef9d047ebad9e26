package dev.vouch.adapters.lambda;

import dev.vouch.core.session.EvidenceRefusal;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.TokenRefusal;
import java.util.Optional;

/** The refusals that every route with a session shares, as RFC 6750 and RFC 9449 name them. */
public final class SessionProblems {
  private static final int UNAUTHORIZED = 401;

  private SessionProblems() {}

  /** The problem, or empty for a refusal that is not about token, proof or session. */
  public static Optional<Problem> of(Refusal refusal) {
    return switch (refusal) {
      case ProofRefusal proof -> Optional.of(problem(proof, "invalid_dpop_proof"));
      case TokenRefusal token -> Optional.of(problem(token, "invalid_token"));
      case EvidenceRefusal evidence -> Optional.of(problem(evidence, "invalid_token"));
      default -> Optional.empty();
    };
  }

  private static Problem problem(Refusal refusal, String error) {
    return Problem.of(UNAUTHORIZED, refusal.code(), refusal.detail(), refusal.help())
        .withOAuthError(error);
  }
}

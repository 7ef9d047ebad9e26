package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.SessionProblems;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.VendRefusal;

/** The HTTP form of each refusal. */
final class Refusals {
  private Refusals() {}

  static Problem problem(Refusal refusal) {
    return SessionProblems.of(refusal)
        .orElseGet(
            () -> Problem.of(status(refusal), refusal.code(), refusal.detail(), refusal.help()));
  }

  /** With the time to come back after, where the upstream asked us to slow down. */
  static Response response(MintRefusal refusal) {
    Response response = Response.problem(problem(refusal));
    return refusal instanceof MintRefusal.Throttled throttled
        ? response.with("Retry-After", Long.toString(throttled.retryAfter().toSeconds()))
        : response;
  }

  static InvalidRequest malformed(String code, String detail, String help) {
    return new InvalidRequest(Problem.of(400, code, detail, help));
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case VendRefusal vend -> status(vend);
      case MintRefusal mint -> status(mint);
      default -> throw new IllegalStateException("no status for " + refusal.code());
    };
  }

  private static int status(VendRefusal refusal) {
    return switch (refusal) {
      case VendRefusal.NoPolicy missing -> 404;
      case VendRefusal.RegistryNotServed missing -> 404;
      case VendRefusal.NothingGranted forbidden -> 403;
      case VendRefusal.ScopeEmpty forbidden -> 403;
    };
  }

  private static int status(MintRefusal refusal) {
    return switch (refusal) {
      case MintRefusal.Throttled busy -> 429;
      case MintRefusal.Unavailable down -> 503;
      case MintRefusal.IssuerNotReached down -> 503;
      case MintRefusal.TimedOut late -> 504;
      case MintRefusal.TooLate late -> 504;
      case MintRefusal.PolicyTooLarge tooMuch -> 422;
      case MintRefusal.PackedPolicyTooLarge tooMuch -> 422;
      case MintRefusal.AnswerNotUnderstood setup -> 502;
      case MintRefusal.IssuerKeyNotUsable setup -> 502;
      case MintRefusal.RoleNotAssumable setup -> 502;
      case MintRefusal.IdentityTokenRejected setup -> 502;
      case MintRefusal.DurationExceedsRole setup -> 502;
      case MintRefusal.RegionDisabled setup -> 502;
      case MintRefusal.RegistryAccessDenied setup -> 502;
      case MintRefusal.OtherRegistry setup -> 502;
      case MintRefusal.OtherRole wrong -> 502;
    };
  }
}

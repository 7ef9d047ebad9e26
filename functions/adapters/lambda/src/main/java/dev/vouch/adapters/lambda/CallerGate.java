package dev.vouch.adapters.lambda;

import dev.vouch.core.administration.Authority;
import dev.vouch.core.json.InvalidJson;

/**
 * Judges the AWS identity of a caller before anything else of a request is looked at. The front
 * door has done so already; a mistake there must not be enough.
 *
 * @param allowed who may pass, in the plural, for the refusal
 * @param parameter the deployment's parameter that names them
 */
public record CallerGate(Authority authority, String allowed, String parameter) {
  /** What a route does for a caller who may. */
  @FunctionalInterface
  public interface Action {
    /**
     * Answers a request.
     *
     * @param actor the caller's ARN, for the audit record
     */
    Response answer(String actor, Request request) throws InvalidRequest, InvalidJson;
  }

  /** A route that nobody else reaches. */
  public Route route(String method, String resource, Action action) {
    return new Route(method, resource, request -> action.answer(actor(request), request));
  }

  private String actor(Request request) throws InvalidRequest {
    Request.Caller caller =
        request.caller().orElseThrow(() -> notAllowed("The request has no AWS identity."));
    return switch (authority.judge(caller.account(), caller.arn())) {
      case Authority.Verdict.Allowed(String actor) -> actor;
      case Authority.Verdict.OtherAccount() ->
          throw refused(
              "other_account",
              "This caller belongs to another AWS account.",
              "Use an identity of the account that Vouch is deployed in.");
      case Authority.Verdict.NotAllowed() ->
          throw notAllowed("This caller is not one of the " + allowed + ".");
    };
  }

  private InvalidRequest notAllowed(String detail) {
    return refused(
        "caller_not_allowed",
        detail,
        "Assume a role that is named in the deployment's parameter " + parameter + ".");
  }

  private static InvalidRequest refused(String code, String detail, String help) {
    return new InvalidRequest(Problem.of(403, code, detail, help));
  }
}

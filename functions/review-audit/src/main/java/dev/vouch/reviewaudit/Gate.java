package dev.vouch.reviewaudit;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.administration.Authority;

/**
 * Judges the caller before anything else of a request is looked at. The front door has done so
 * already; a mistake there must not be enough.
 */
final class Gate {
  private final Authority reviewers;

  Gate(Authority reviewers) {
    this.reviewers = reviewers;
  }

  Route route(String resource, Route.Action action) {
    return new Route(
        "GET",
        resource,
        request -> {
          judge(request);
          return action.answer(request);
        });
  }

  private void judge(Request request) throws InvalidRequest {
    Request.Caller caller =
        request.caller().orElseThrow(() -> notAllowed("The request has no AWS identity."));
    switch (reviewers.judge(caller.account(), caller.arn())) {
      case Authority.Verdict.Allowed(String actor) -> {}
      case Authority.Verdict.OtherAccount() ->
          throw refused(
              "other_account",
              "This caller belongs to another AWS account.",
              "Use an identity of the account that Vouch is deployed in.");
      case Authority.Verdict.NotAllowed() ->
          throw notAllowed("This caller is not one of the reviewers.");
    }
  }

  private static InvalidRequest notAllowed(String detail) {
    return refused(
        "caller_not_allowed",
        detail,
        "Assume a role that is named in the deployment's parameter AuditPrincipals.");
  }

  private static InvalidRequest refused(String code, String detail, String help) {
    return new InvalidRequest(Problem.of(403, code, detail, help));
  }
}

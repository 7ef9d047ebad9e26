package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.SessionProblems;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import java.time.Instant;

/** Reads token and proof of a request before anything else of it is looked at. */
final class Sessions {
  private Sessions() {}

  static SessionRequest read(Request request, PublicBaseUrl base, Instant now)
      throws InvalidRequest {
    return switch (SessionRequest.read(
        request.headerValues("Authorization"),
        request.headerValues("DPoP"),
        request.method(),
        base.resolve(request.resource()),
        now)) {
      case SessionRequest.Read.Presented presented -> presented.request();
      case SessionRequest.Read.Refused refused -> throw refused(refused.refusal());
    };
  }

  static InvalidRequest refused(Refusal refusal) {
    Problem problem =
        SessionProblems.of(refusal)
            .orElseThrow(() -> new IllegalStateException("no refusal of a session: " + refusal));
    return new InvalidRequest(problem);
  }
}

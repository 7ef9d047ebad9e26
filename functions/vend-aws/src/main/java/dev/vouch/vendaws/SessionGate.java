package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.session.SessionRequest;
import java.time.Instant;

/** Reads token and proof before anything else of a request is looked at. */
record SessionGate(PublicBaseUrl base) {
  SessionRequest read(Request request, Instant now) throws InvalidRequest {
    return switch (SessionRequest.read(
        request.headerValues("Authorization"),
        request.headerValues("DPoP"),
        request.method(),
        base.resolve(request.resource()),
        now)) {
      case SessionRequest.Read.Presented presented -> presented.request();
      case SessionRequest.Read.Refused refused ->
          throw new InvalidRequest(Refusals.problem(refused.refusal()));
    };
  }
}

package dev.vouch.adapters.lambda;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import java.time.Instant;

/** Reads token and proof of a request before anything else of it is looked at. */
public record SessionGate(PublicBaseUrl base) {
  /** The request's token and proof, which the caller still has to hold against the rows. */
  public SessionRequest read(Request request, Instant now) throws InvalidRequest {
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

  /**
   * The answer to a refusal of token, proof or session.
   *
   * @throws IllegalStateException for a refusal of anything else
   */
  public static InvalidRequest refused(Refusal refusal) {
    return new InvalidRequest(
        SessionProblems.of(refusal)
            .orElseThrow(() -> new IllegalStateException("no refusal of a session: " + refusal)));
  }
}

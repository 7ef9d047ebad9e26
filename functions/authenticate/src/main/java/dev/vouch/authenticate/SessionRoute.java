package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.SessionRequest.Use;
import dev.vouch.core.session.SessionRows;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /session}. */
final class SessionRoute {
  private final SessionRows rows;
  private final PublicBaseUrl base;
  private final InstantSource clock;

  SessionRoute(SessionRows rows, PublicBaseUrl base, InstantSource clock) {
    this.rows = rows;
    this.base = base;
    this.clock = clock;
  }

  Route route() {
    return new Route("GET", "/session", this::answer);
  }

  private Response answer(Request request) throws InvalidRequest {
    Instant now = clock.instant();
    SessionRequest session = Sessions.read(request, base, now);
    return switch (session.check(rows.read(session.token()), base, now)) {
      case Use.Refused refused -> throw Sessions.refused(refused.refusal());
      case Use.Allowed allowed -> {
        if (!rows.useOnce(allowed.proof())) {
          throw Sessions.refused(new ProofRefusal.Replayed());
        }
        yield Response.json(200, members(allowed));
      }
    };
  }

  private static Map<String, Object> members(Use.Allowed allowed) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", allowed.session().id());
    members.put("user", allowed.user().id().value());
    members.put("groups", allowed.user().groups());
    members.put("key", members(allowed.key()));
    members.put("created_at", time(allowed.session().createdAt()));
    members.put("expires_at", time(allowed.session().expiresAt()));
    return members;
  }

  private static Map<String, Object> members(EnrolledKey key) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", key.id());
    members.put("model", key.model());
    members.put("aaguid", key.aaguid());
    return members;
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

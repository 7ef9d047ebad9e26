package dev.vouch.administer;

import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.administration.SessionAdministration;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /admin/sessions}. */
final class SessionRoutes {
  private final SessionAdministration sessions;
  private final InstantSource clock;

  SessionRoutes(SessionAdministration sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  List<Route> routes(CallerGate gate) {
    return List.of(
        gate.route("GET", "/admin/sessions", (actor, request) -> list(request)),
        gate.route("POST", "/admin/sessions/{id}/revoke", this::revoke));
  }

  private Response list(Request request) throws InvalidRequest {
    Optional<String> user = request.queryParameter("user");
    Instant now = clock.instant();
    List<Session> listed = user.isPresent() ? sessions.list(user.get(), now) : sessions.list(now);
    return Response.json(
        200, Map.of("sessions", listed.stream().map(SessionRoutes::view).toList()));
  }

  private Response revoke(String actor, Request request) throws InvalidRequest {
    String id = Answers.parameter(request, "id");
    return Answers.of(
        sessions.revoke(actor, id, clock.instant()),
        session -> Response.json(200, Map.of("session", view(session))));
  }

  private static Map<String, Object> view(Session session) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", session.id());
    view.put("user", session.user().value());
    view.put("key", session.key());
    view.put("created_at", Answers.time(session.createdAt()));
    view.put("expires_at", Answers.time(session.expiresAt()));
    session.revokedAt().ifPresent(at -> view.put("revoked_at", Answers.time(at)));
    return view;
  }
}

package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionProblems;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.login.CodeExchange;
import dev.vouch.core.login.CodeExchange.Exchanged;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.Logout;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /oauth/token} and {@code /oauth/revoke}, for the client. */
final class TokenRoutes {
  private final CodeExchange exchange;
  private final Logout logout;
  private final PublicBaseUrl base;
  private final InstantSource clock;

  TokenRoutes(CodeExchange exchange, Logout logout, PublicBaseUrl base, InstantSource clock) {
    this.exchange = exchange;
    this.logout = logout;
    this.base = base;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", CodeExchange.PATH, this::token),
        new Route("POST", "/oauth/revoke", this::revoke));
  }

  private Response token(Request request) throws InvalidRequest {
    Instant now = clock.instant();
    Map<String, String> form = request.form();
    return switch (exchange.exchange(form, request.headerValues("DPoP"), now)) {
      case Exchanged.Started started -> Response.json(200, members(started, now));
      case Exchanged.Refused(Refusal why, String error) ->
          Response.problem(
              Problem.of(400, why.code(), why.detail(), why.help()).withOAuthError(error));
    };
  }

  private static Map<String, Object> members(Exchanged.Started started, Instant now) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", started.token().token().reveal());
    members.put("token_type", "DPoP");
    members.put("expires_in", Duration.between(now, started.session().expiresAt()).toSeconds());
    members.put("session_id", started.session().id());
    members.put("user", started.session().user().value());
    return members;
  }

  private Response revoke(Request request) throws InvalidRequest {
    Instant now = clock.instant();
    SessionRequest session = Sessions.read(request, base, now);
    String token = request.form().getOrDefault("token", "");
    Optional<Refusal> refusal = logout.end(session, Secret.of(token), now);
    return refusal.map(TokenRoutes::refused).orElseGet(() -> Response.json(200, Map.of()));
  }

  private static Response refused(Refusal refusal) {
    return Response.problem(
        SessionProblems.of(refusal)
            .orElseGet(() ->
                Problem.of(400, refusal.code(), refusal.detail(), refusal.help())
                    .withOAuthError("invalid_request")));
  }
}

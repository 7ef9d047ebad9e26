package dev.vouch.discover;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.core.policy.ActivePolicy;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Registry;
import dev.vouch.core.session.ProofRefusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.SessionRequest.Use;
import dev.vouch.core.session.SessionRows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /catalogue}: the registries that this deployment serves, for a session. */
final class CatalogueRoute {
  private final SessionGate gate;
  private final SessionRows rows;
  private final ActivePolicy policy;
  private final InstantSource clock;

  CatalogueRoute(SessionGate gate, SessionRows rows, ActivePolicy policy, InstantSource clock) {
    this.gate = gate;
    this.rows = rows;
    this.policy = policy;
    this.clock = clock;
  }

  Route route() {
    return new Route("GET", "/catalogue", this::answer);
  }

  private Response answer(Request request) throws InvalidRequest {
    Instant now = clock.instant();
    SessionRequest session = gate.read(request, now);
    return switch (session.check(rows.read(session.token()), gate.base(), now)) {
      case Use.Refused refused -> throw SessionGate.refused(refused.refusal());
      case Use.Allowed allowed -> {
        if (!rows.useOnce(allowed.proof())) {
          throw SessionGate.refused(new ProofRefusal.Replayed());
        }
        yield Response.json(200, Map.of("registries", registries()));
      }
    };
  }

  private List<Map<String, Object>> registries() {
    return policy.read().map(PolicyIndex::registries).orElse(List.of()).stream()
        .map(CatalogueRoute::members)
        .toList();
  }

  private static Map<String, Object> members(Registry registry) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("host", registry.host().text());
    members.put("provider", registry.provider());
    members.put("endpoint", "/credentials/aws");
    members.put("anonymous", registry.anonymous().word());
    return members;
  }
}

package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.vending.Preview;
import dev.vouch.core.vending.Preview.Previewed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /credentials/aws/preview}. */
final class PreviewRoute {
  private final SessionGate gate;
  private final Preview preview;
  private final InstantSource clock;

  PreviewRoute(SessionGate gate, Preview preview, InstantSource clock) {
    this.gate = gate;
    this.preview = preview;
    this.clock = clock;
  }

  Route route() {
    return new Route("POST", "/credentials/aws/preview", this::answer);
  }

  private Response answer(Request request) throws InvalidRequest, InvalidJson {
    Instant now = clock.instant();
    SessionRequest session = gate.read(request, now);
    JsonObject body = request.json().only("registry", "scope");
    Preview.Wish wish = new Preview.Wish(RegistryName.read(body), ScopeMember.read(body));
    return switch (preview.preview(session, wish, now)) {
      case Previewed.Shown(Entitlement entitlement) -> Response.json(200, body(entitlement));
      case Previewed.Refused(Refusal why) -> Response.problem(Refusals.problem(why));
    };
  }

  /** The lifetime is in seconds, and null where nothing is allowed. */
  private static Map<String, @Nullable Object> body(Entitlement entitlement) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("pull", texts(entitlement.pull()));
    body.put("push", texts(entitlement.push()));
    body.put("no_pull", texts(entitlement.noPull()));
    body.put("no_push", texts(entitlement.noPush()));
    body.put(
        "lifetime",
        entitlement.lifetime().map(lifetime -> lifetime.duration().toSeconds()).orElse(null));
    return body;
  }

  private static List<String> texts(List<RepositoryPattern> patterns) {
    return patterns.stream().map(RepositoryPattern::text).toList();
  }
}

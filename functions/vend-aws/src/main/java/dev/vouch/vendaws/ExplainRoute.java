package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Decision;
import dev.vouch.core.policy.Rule;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.vending.Explain;
import dev.vouch.core.vending.Explain.Explanation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /credentials/aws/explain}. */
final class ExplainRoute {
  private final SessionGate gate;
  private final Explain explain;
  private final InstantSource clock;

  ExplainRoute(SessionGate gate, Explain explain, InstantSource clock) {
    this.gate = gate;
    this.explain = explain;
    this.clock = clock;
  }

  Route route() {
    return new Route("POST", "/credentials/aws/explain", this::answer);
  }

  private Response answer(Request request) throws InvalidRequest, InvalidJson {
    Instant now = clock.instant();
    SessionRequest session = gate.read(request, now);
    Explain.Wish wish = wish(request.json().only("registry", "repository", "action"));
    return switch (explain.explain(session, wish, now)) {
      case Explanation.Decided(Decision decision) -> Response.json(200, body(decision));
      case Explanation.Refused(Refusal why) -> Response.problem(Refusals.problem(why));
    };
  }

  private static Explain.Wish wish(JsonObject body) throws InvalidJson, InvalidRequest {
    String registry = RegistryName.read(body);
    RepositoryName repository =
        RepositoryName.parse(body.string("repository"))
            .orElseThrow(() ->
                Refusals.malformed(
                    "repository_malformed",
                    "The repository is not a name that Amazon ECR allows.",
                    "Send the repository without registry and tag, such as team-a/app."));
    Action action =
        Action.named(body.string("action"))
            .orElseThrow(() ->
                Refusals.malformed(
                    "action_unknown",
                    "The action is neither pull nor push.",
                    "Ask about \"pull\" or \"push\"."));
    return new Explain.Wish(registry, repository, action);
  }

  private static Map<String, @Nullable Object> body(Decision decision) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("decision", decision.allowed() ? "allowed" : "refused");
    body.put("reason", decision.reason());
    body.put("rule", decision.rule().map(ExplainRoute::rule).orElse(null));
    body.put("detail", decision.detail());
    body.put("help", decision.help());
    return body;
  }

  private static Map<String, @Nullable Object> rule(Rule rule) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("kind", rule.kind());
    members.put("name", rule.name());
    members.put("owner", rule.owner().orElse(null));
    return members;
  }
}

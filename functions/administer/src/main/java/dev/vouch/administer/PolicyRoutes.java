package dev.vouch.administer;

import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.administration.PolicyAdministration;
import dev.vouch.core.administration.PolicyAdministration.Result;
import dev.vouch.core.administration.PolicyHistory.Applied;
import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.policy.PolicyReader;
import dev.vouch.core.policy.PolicyReading;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /admin/policy}. A policy is a YAML file of at most 64 KiB; it is applied whole or not at
 * all. Its hash is the SHA-256 of the compiled form, so that it changes exactly when what is
 * allowed may change.
 */
final class PolicyRoutes {
  private final PolicyAdministration policies;
  private final InstantSource clock;

  PolicyRoutes(PolicyAdministration policies, InstantSource clock) {
    this.policies = policies;
    this.clock = clock;
  }

  List<Route> routes(CallerGate gate) {
    return List.of(
        gate.route("PUT", "/admin/policy", this::apply),
        gate.route("GET", "/admin/policy", (actor, request) -> show()));
  }

  private Response apply(String actor, Request request) throws InvalidRequest {
    Bytes source = request.body("application/yaml");
    return switch (PolicyYaml.read(source)) {
      case PolicyYaml.Reading.NotYaml(PolicyYaml.Fault fault) ->
          invalid(List.of(view("policy", fault.code(), fault.message(), fault.line())));
      case PolicyYaml.Reading.Document(var document) ->
          switch (PolicyReader.read(document)) {
            case PolicyReading.Invalid(var problems) ->
                invalid(problems.stream().map(PolicyRoutes::view).toList());
            case PolicyReading.Valid(Policy policy) -> apply(actor, policy, source);
          };
    };
  }

  private Response apply(String actor, Policy policy, Bytes source) {
    Bytes compiled = Bytes.of(PolicyJson.write(policy));
    Document document = new Document(Sha256.of(compiled), compiled, source);
    Result result = policies.apply(actor, document, clock.instant());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("hash", result.hash().base64Url());
    answer.put("applied_at", Answers.time(result.appliedAt()));
    answer.put("changed", result.changed());
    return Response.json(200, answer);
  }

  private Response show() {
    return policies.active().map(PolicyRoutes::shown).orElseGet(PolicyRoutes::missing);
  }

  private static Response shown(Applied applied) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("hash", applied.document().hash().base64Url());
    answer.put("applied_at", Answers.time(applied.at()));
    answer.put("applied_by", applied.actor());
    answer.put("source", applied.document().source().utf8());
    return Response.json(200, answer);
  }

  private static Response missing() {
    return Response.problem(
        Problem.of(
            404,
            "policy_missing",
            "No policy has been applied, so nothing is allowed.",
            "Write one and apply it: vouch admin policy apply FILE."));
  }

  private static Response invalid(List<Map<String, Object>> problems) {
    String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
    return Response.problem(
        Problem.of(
                422,
                "policy_invalid",
                "The policy has " + count + "; nothing was applied.",
                "Correct the file and apply it again.")
            .with("problems", problems));
  }

  private static Map<String, Object> view(dev.vouch.core.policy.Problem problem) {
    return view(problem.path(), problem.code().word(), problem.message(), problem.line().orElse(0));
  }

  private static Map<String, Object> view(String path, String code, String message, int line) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("path", path);
    view.put("code", code);
    view.put("message", message);
    if (line > 0) {
      view.put("line", line);
    }
    return view;
  }
}

package dev.vouch.adapters.lambda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vouch.adapters.lambda.testing.ApiDescription.DescribedAnswer;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what a handler answers against the API's description: status, headers, media type, body and
 * code; and a request that succeeded against what the description asks of requests.
 */
final class Contract {
  private static final Set<String> UNKNOWN_ROUTE = Set.of("not_found", "method_not_allowed");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ApiDescription api;

  Contract(ApiDescription api) {
    this.api = api;
  }

  /**
   * The place of the answer in the description.
   *
   * @throws AssertionError when it has none
   */
  DescribedAnswer hold(SentRequest request, Answer answer) {
    Optional<JsonNode> operation = api.operation(request.route());
    if (operation.isEmpty()) {
      demand(
          UNKNOWN_ROUTE.contains(answer.code()),
          List.of("no such route in infra/openapi.yaml"),
          request,
          answer);
      return new DescribedAnswer(request.route(), answer.status(), answer.code());
    }
    JsonNode response =
        api.resolved(operation.get().path("responses").path(Integer.toString(answer.status())));
    demand(!response.isMissingNode(), List.of("status not described"), request, answer);
    List<String> problems = new ArrayList<>(headers(response, answer));
    problems.addAll(body(response, answer));
    if (answer.status() < 400) {
      problems.addAll(parameters(operation.get(), request));
      problems.addAll(requestBody(operation.get(), request));
    }
    demand(problems.isEmpty(), problems, request, answer);
    boolean problem = answer.contentType().equals("application/problem+json");
    return new DescribedAnswer(request.route(), answer.status(), problem ? answer.code() : "");
  }

  private List<String> headers(JsonNode response, Answer answer) {
    List<String> problems = new ArrayList<>();
    response
        .path("headers")
        .properties()
        .forEach(entry -> {
          JsonNode header = api.resolved(entry.getValue());
          String value = answer.headers().get(entry.getKey());
          if (value != null) {
            problems.addAll(api.problems(header.path("schema"), text(value)));
          } else if (header.path("required").asBoolean()) {
            problems.add("the header " + entry.getKey() + " is missing");
          }
        });
    return problems;
  }

  private List<String> body(JsonNode response, Answer answer) {
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      return answer.body().isEmpty() ? List.of() : List.of("a body that is not described");
    }
    JsonNode media = content.path(answer.contentType());
    if (media.isMissingNode()) {
      return List.of("the media type " + answer.contentType() + " is not described");
    }
    boolean json = answer.contentType().endsWith("json");
    return api.problems(media.path("schema"), json ? json(answer.body()) : text(answer.body()));
  }

  private List<String> parameters(JsonNode operation, SentRequest request) {
    List<String> problems = new ArrayList<>();
    for (JsonNode listed : operation.path("parameters")) {
      JsonNode parameter = api.resolved(listed);
      String name = parameter.path("name").asText();
      Optional<String> value = request.parameter(parameter.path("in").asText(), name);
      JsonNode schema = parameter.path("schema");
      if (value.isPresent()) {
        problems.addAll(api.problems(schema, scalar(schema, value.get())));
      } else if (parameter.path("required").asBoolean()) {
        problems.add("the parameter " + name + " is missing in a request that succeeded");
      }
    }
    return problems;
  }

  private List<String> requestBody(JsonNode operation, SentRequest request) {
    JsonNode content = operation.path("requestBody").path("content");
    if (content.has("application/json")) {
      return api.problems(content.at("/application~1json/schema"), json(request.body()));
    }
    JsonNode form = content.path("application/x-www-form-urlencoded");
    return form.isMissingNode()
        ? List.of()
        : api.problems(form.path("schema"), form(request.body()));
  }

  private static JsonNode scalar(JsonNode schema, String value) {
    return schema.path("type").asText().equals("integer") ? json(value) : text(value);
  }

  private static ObjectNode form(String body) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      fields.put(
          URLDecoder.decode(pair.substring(0, equals), UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return fields;
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  private static JsonNode json(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return text("not JSON: " + body);
    }
  }

  private static void demand(
      boolean holds, List<String> problems, SentRequest request, Answer answer) {
    if (!holds) {
      throw new AssertionError(
          "%s answered %d outside infra/openapi.yaml: %s%n%s"
              .formatted(request.route(), answer.status(), problems, answer.body()));
    }
  }
}

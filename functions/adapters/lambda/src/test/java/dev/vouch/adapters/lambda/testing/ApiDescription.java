package dev.vouch.adapters.lambda.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The API's description, {@code infra/openapi.yaml}, as far as tests hold the code against it. */
public final class ApiDescription {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  private final JsonNode root;
  private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private final Map<JsonNode, JsonSchema> compiled = new HashMap<>();

  /**
   * One answer of one route.
   *
   * @param route such as {@code GET /login}
   * @param code of the problem; empty for any other answer
   */
  public record DescribedAnswer(String route, int status, String code)
      implements Comparable<DescribedAnswer> {
    @Override
    public int compareTo(DescribedAnswer other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return (route + " " + status + " " + code).strip();
    }
  }

  private ApiDescription(JsonNode root) {
    this.root = root;
  }

  public static ApiDescription read() {
    try {
      String yaml = Files.readString(SampleEvent.root().resolve("infra").resolve("openapi.yaml"));
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      return new ApiDescription(new ObjectMapper().valueToTree(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The routes that carry the tag of a function, such as {@code GET /login}. */
  public Set<String> routesOf(String function) {
    Set<String> routes = new TreeSet<>();
    for (String route : routes()) {
      if (operation(route).orElseThrow().path("tags").path(0).asText().equals(function)) {
        routes.add(route);
      }
    }
    return routes;
  }

  /** All routes. */
  public Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    root.path("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry ->
                    routes.add(entry.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return routes;
  }

  /** Every answer of every route, one for each code. */
  public Set<DescribedAnswer> answers() {
    Set<DescribedAnswer> answers = new TreeSet<>();
    for (String route : routes()) {
      operation(route)
          .orElseThrow()
          .path("responses")
          .properties()
          .forEach(response -> {
            int status = Integer.parseInt(response.getKey());
            Set<String> codes = codes(resolved(response.getValue()));
            (codes.isEmpty() ? Set.of("") : codes)
                .forEach(code -> answers.add(new DescribedAnswer(route, status, code)));
          });
    }
    return answers;
  }

  /** The codes that the catalogue at the end of the description explains. */
  public Set<String> explainedCodes() {
    Set<String> codes = new TreeSet<>();
    for (JsonNode group : root.path("x-codes")) {
      group.path("codes").fieldNames().forEachRemaining(codes::add);
    }
    return codes;
  }

  Optional<JsonNode> operation(String route) {
    int space = route.indexOf(' ');
    JsonNode found =
        root.path("paths")
            .path(route.substring(space + 1))
            .path(route.substring(0, space).toLowerCase(Locale.ROOT));
    return found.isMissingNode() ? Optional.empty() : Optional.of(found);
  }

  /** The node, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** What is wrong with an instance; empty when nothing is. */
  List<String> problems(JsonNode schema, JsonNode instance) {
    List<String> problems = new ArrayList<>();
    compiled
        .computeIfAbsent(schema, this::compile)
        .validate(instance)
        .forEach(message -> problems.add(message.getMessage()));
    return problems;
  }

  /** With the components beside it, so that its references lead somewhere. */
  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", root.path("components"));
    return schemas.getSchema(whole);
  }

  private Set<String> codes(JsonNode response) {
    Set<String> codes = new HashSet<>();
    JsonNode schema = response.path("content").path("application/problem+json").path("schema");
    collect(schema, codes);
    return codes;
  }

  // The values of the member "code", wherever the schema of a problem names them.
  private void collect(JsonNode schema, Set<String> codes) {
    JsonNode code = schema.path("properties").path("code");
    if (!code.isMissingNode()) {
      values(code, codes);
    }
    for (String word : List.of("allOf", "anyOf")) {
      schema.path(word).forEach(part -> collect(resolved(part), codes));
    }
    if (schema.has("$ref")) {
      collect(resolved(schema), codes);
    }
  }

  private void values(JsonNode schema, Set<String> codes) {
    JsonNode found = resolved(schema);
    found.path("enum").forEach(value -> codes.add(value.asText()));
    found.path("anyOf").forEach(part -> values(part, codes));
  }
}

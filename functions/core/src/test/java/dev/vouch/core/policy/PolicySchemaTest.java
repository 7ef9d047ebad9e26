package dev.vouch.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.vouch.core.policy.Problem.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published schema and the reader must say the same, as far as a schema can say it. */
final class PolicySchemaTest {
  private static final Path FOLDER = Path.of("..", "..", "infra", "policy");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What concerns several places of a document, or a range that a pattern cannot say. */
  private static final Set<Code> BEYOND_A_SCHEMA =
      Set.of(
          Code.DUPLICATE_NAME,
          Code.ROLE_OF_ANOTHER_ACCOUNT,
          Code.UNKNOWN_REGISTRY,
          Code.LIFETIME_TOO_SHORT,
          Code.LIFETIME_TOO_LONG);

  private final JsonSchema schema = load();

  @ParameterizedTest(name = "{0}[{1}].{2}: {3} -> {5}")
  @MethodSource("dev.vouch.core.policy.PolicyReaderTest#changes")
  void refusesWhatTheReaderRefuses(
      String list, int place, String member, Object value, String path, Code code) {
    Map<String, Object> document = PolicyReaderTest.document(list, place, member, value);
    if (!BEYOND_A_SCHEMA.contains(code)) {
      assertThat(schemaAccepts(document)).as("%s at %s", code, path).isFalse();
    }
    assertThat(Documents.problems(document)).isNotEmpty();
  }

  @Test
  void acceptsWhatTheReaderAccepts() {
    assertThat(schemaAccepts(Documents.good())).isTrue();
    for (long seed = 0; seed < 200; seed++) {
      assertThat(schemaAccepts(new RandomPolicies(seed).document())).as("seed %d", seed).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vouch.core.policy.PolicyReaderTest#atTheBounds")
  void agreesAtTheBounds(Map<String, Object> document, boolean valid) {
    assertThat(schemaAccepts(document)).isEqualTo(valid);
    assertThat(Documents.problems(document).isEmpty()).isEqualTo(valid);
  }

  @Test
  void hasTheReadersLimits() throws IOException {
    JsonNode tree = MAPPER.readTree(Files.readString(FOLDER.resolve("policy.schema.json")));
    assertThat(tree.at("/properties/registries/maxItems").asInt())
        .isEqualTo(PolicyReader.MAX_REGISTRIES);
    assertThat(tree.at("/properties/grants/maxItems").asInt()).isEqualTo(PolicyReader.MAX_GRANTS);
    assertThat(tree.at("/properties/denials/maxItems").asInt()).isEqualTo(PolicyReader.MAX_DENIALS);
    assertThat(tree.at("/$defs/list/maxItems").asInt()).isEqualTo(RuleReader.MAX_LIST);
  }

  @Test
  void bothAcceptTheExample() throws IOException {
    Object example =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FOLDER.resolve("example.yaml")));
    JsonNode tree = MAPPER.valueToTree(example);
    assertThat(schema.validate(tree)).isEmpty();
    assertThat(Documents.problems(Node.of(example))).isEmpty();
  }

  private boolean schemaAccepts(Map<String, Object> document) {
    JsonNode tree = MAPPER.valueToTree(document);
    return schema.validate(tree).isEmpty();
  }

  private static JsonSchema load() {
    try {
      String text = Files.readString(FOLDER.resolve("policy.schema.json"));
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

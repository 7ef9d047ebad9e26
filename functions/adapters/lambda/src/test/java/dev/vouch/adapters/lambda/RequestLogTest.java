package dev.vouch.adapters.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.fault.Unavailable.Kind;
import dev.vouch.core.fault.Unrecorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestLogTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");
  private static final Response ANSWER = Response.json(200, Map.of("secret", "canary"));
  private static final String ROUTE = "POST /credentials/aws";

  private final List<JsonNode> lines = new ArrayList<>();
  private final RequestLog log =
      new RequestLog(
          "vend-aws",
          PublicBaseUrl.https("https://vouch.example.com").orElseThrow(),
          () -> NOW,
          line -> lines.add(parsed(line)));

  @Test
  void saysOfAnAnswerWhatItTookAndNothingOfItsContent() {
    answered(ANSWER, false);
    assertThat(lines.toString())
        .isEqualTo(
            "[{\"time\":\"2026-11-21T10:00:00.123Z\",\"level\":\"INFO\",\"event\":\"request\","
                + "\"function\":\"vend-aws\",\"request\":\"request-1\","
                + "\"route\":\"POST /credentials/aws\",\"status\":200,\"ms\":12.3,\"cold\":false}]");
  }

  @Test
  void saysTheCodeOfARefusalAndCountsIt() {
    answered(refusal(403, "nothing_granted"), true);
    JsonNode line = lines.getFirst();
    assertThat(line.path("code").asText()).isEqualTo("nothing_granted");
    assertThat(line.path("deployment").asText()).isEqualTo("vouch.example.com");
    assertThat(metrics(line)).containsExactly("Refusals", "ColdStarts");
    assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("Vouch");
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
        .isEqualTo("[[\"deployment\"],[\"deployment\",\"function\"]]");
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', ''",
    "302, '', ''",
    "399, '', ''",
    "400, not_json, Refusals",
    "429, upstream_throttled, Refusals UpstreamThrottles",
    "499, other, Refusals",
    "500, fault, Faults",
    "502, role_not_assumable, Faults"
  })
  void countsWhatAnOperatorHasToKnow(int status, String code, String metrics) {
    answered(code.isEmpty() ? Response.empty(status) : refusal(status, code), false);
    assertThat(String.join(" ", metrics(lines.getLast()))).isEqualTo(metrics);
  }

  @ParameterizedTest
  @CsvSource({
    "NO_ANSWER, false, Faults",
    "GONE, false, Faults",
    "THROTTLED, false, Faults UpstreamThrottles",
    "PERMISSION_MISSING, false, Faults PermissionsMissing",
    "NO_ANSWER, true, Faults AuditWriteFailures",
    "PERMISSION_MISSING, true, Faults AuditWriteFailures PermissionsMissing"
  })
  void countsFaultsByWhatIsWrong(Kind kind, boolean recording, String metrics) {
    fault(recording ? new Unrecorded("x", kind, "", null) : new Unavailable("x", kind, "", null));
    assertThat(String.join(" ", metrics(lines.getLast()))).isEqualTo(metrics);
  }

  @Test
  void countsARecordThatCouldNotBeWrittenOfAnotherFault() {
    RuntimeException fault = new IllegalStateException();
    fault.addSuppressed(new Unrecorded("x", Kind.NO_ANSWER, "", null));
    fault(fault);
    assertThat(metrics(lines.getLast())).containsExactly("Faults", "AuditWriteFailures");
  }

  @Test
  void saysWhereAFaultAroseWithoutItsMessage() {
    IllegalStateException cause = new IllegalStateException("canary of user@example.com");
    fault(new Unavailable("the issuer key", Kind.PERMISSION_MISSING, "kms:Sign", cause));
    JsonNode line = lines.getFirst();
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("event").asText()).isEqualTo("fault");
    assertThat(line.path("request").asText()).isEqualTo("request-1");
    assertThat(line.path("system").asText()).isEqualTo("the issuer key");
    assertThat(line.path("kind").asText()).isEqualTo("permission_missing");
    assertThat(line.path("action").asText()).isEqualTo("kms:Sign");
    assertThat(line.path("causes"))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.asText()).contains(" at dev.vouch.adapters.lambda."));
    assertThat(lines.toString()).doesNotContain("canary");
  }

  @Test
  void everyLineWithMetricsIsOfTheEmbeddedMetricFormat() throws IOException {
    answered(refusal(429, "upstream_throttled"), true);
    fault(new Unrecorded("x", Kind.THROTTLED, "", null));
    List<JsonNode> withMetrics = lines.stream().filter(line -> line.has("_aws")).toList();
    assertThat(withMetrics).hasSize(2);
    JsonSchema schema = schema();
    for (JsonNode line : withMetrics) {
      assertThat(schema.validate(line)).isEmpty();
      // "the root node MUST contain all target members"
      metrics(line).forEach(metric -> assertThat(line.path(metric).isNumber()).isTrue());
      for (JsonNode dimension : line.at("/_aws/CloudWatchMetrics/0/Dimensions/1")) {
        assertThat(line.path(dimension.asText()).asText()).isNotEmpty();
      }
    }
    assertThat(schema.validate(MAPPER.readTree("{\"_aws\":{\"Timestamp\":1}}"))).isNotEmpty();
  }

  @Test
  void writesEachLineToStandardOutputAtOnce() {
    PrintStream before = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, UTF_8));
    try {
      RequestLog.print("{\"a\":\"é\"}");
    } finally {
      System.setOut(before);
    }
    assertThat(output.toString(UTF_8)).isEqualTo("{\"a\":\"é\"}\n");
  }

  private void answered(Response response, boolean cold) {
    log.answered("request-1", new Answered(ROUTE, response, Optional.empty()), 12_345_678, cold);
  }

  private void fault(RuntimeException fault) {
    Response response = refusal(503, "unavailable");
    log.answered("request-1", new Answered(ROUTE, response, Optional.of(fault)), 1, false);
  }

  private static Response refusal(int status, String code) {
    return Response.problem(Problem.of(status, code, "canary", "canary"));
  }

  private static List<String> metrics(JsonNode line) {
    return line.at("/_aws/CloudWatchMetrics/0/Metrics").findValuesAsText("Name");
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream file =
        RequestLogTest.class.getResourceAsStream("/embedded-metric-format.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(file));
    }
  }

  private static JsonNode parsed(String line) {
    try {
      assertThat(line).doesNotContain("\n");
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}

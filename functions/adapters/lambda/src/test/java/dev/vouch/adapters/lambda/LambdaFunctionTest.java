package dev.vouch.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.vouch.core.fault.Deadline;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LambdaFunctionTest {
  private final List<String> log = new ArrayList<>();
  private final LambdaFunction function =
      new LambdaFunction(
          List.of(
              new Route(
                  "POST",
                  "/json",
                  r -> Response.json(200, Map.of("a", r.json().only("a").string("a")))),
              new Route(
                  "POST", "/form", r -> Response.json(200, Map.of("fields", r.form().size()))),
              new Route(
                  "GET",
                  "/caller",
                  r -> Response.json(200, Map.of("arn", r.caller().orElseThrow().arn()))),
              new Route(
                  "GET",
                  "/fault",
                  r -> {
                    throw new IllegalStateException("canary-secret");
                  }),
              new Route(
                  "GET",
                  "/down",
                  r -> {
                    throw new Unavailable("a table");
                  })));

  @Test
  void givesEachRequestEightSeconds() throws Exception {
    List<Boolean> leaves = new ArrayList<>();
    Route route =
        new Route(
            "GET",
            "/time",
            r -> {
              leaves.add(Deadline.leaves(Duration.ofSeconds(7)));
              leaves.add(Deadline.leaves(Duration.ofSeconds(8).plusNanos(1)));
              return Response.empty(204);
            });
    new LambdaFunction(List.of(route))
        .handleRequest(
            new ByteArrayInputStream(Json.write(event("GET", "/time", "", ""))),
            new ByteArrayOutputStream(),
            context());
    assertThat(leaves).containsExactly(true, false);
  }

  @Test
  void answersAJsonRequest() throws Exception {
    assertThat(status(event("POST", "/json", "application/json", "{\"a\":\"x\"}"))).isEqualTo(200);
  }

  @Test
  void refusesABodyThatIsNotJson() throws Exception {
    assertThat(code(event("POST", "/json", "application/json", "{"))).isEqualTo("not_json");
  }

  @Test
  void refusesHalfACharacterInsteadOfFailing() throws Exception {
    assertThat(code(event("POST", "/json", "application/json", "{\"\\ud800\":1}")))
        .isEqualTo("not_json");
  }

  @Test
  void refusesDuplicateMembers() throws Exception {
    assertThat(code(event("POST", "/json", "application/json", "{\"a\":\"x\",\"a\":\"x\"}")))
        .isEqualTo("duplicate_member");
  }

  @Test
  void refusesUnknownMembers() throws Exception {
    assertThat(code(event("POST", "/json", "application/json", "{\"a\":\"x\",\"b\":1}")))
        .isEqualTo("unknown_member");
  }

  @Test
  void refusesAnotherContentType() throws Exception {
    assertThat(code(event("POST", "/json", "text/plain", "{\"a\":\"x\"}")))
        .isEqualTo("wrong_content_type");
  }

  @Test
  void refusesABodyOver64KiB() throws Exception {
    String frame = "{\"a\":\"\"}";
    String largest = "{\"a\":\"" + "x".repeat(Request.MAX_BODY - frame.length()) + "\"}";
    assertThat(status(event("POST", "/json", "application/json", largest))).isEqualTo(200);
    assertThat(code(event("POST", "/json", "application/json", largest + " ")))
        .isEqualTo("body_too_large");
  }

  @Test
  void refusesAFormFieldThatOccursTwice() throws Exception {
    String form = "application/x-www-form-urlencoded";
    assertThat(status(event("POST", "/form", form, "a=1&b=2"))).isEqualTo(200);
    assertThat(code(event("POST", "/form", form, "a=1&a=2"))).isEqualTo("duplicate_parameter");
  }

  @Test
  void refusesAnUnknownAddressAndAnUnknownMethod() throws Exception {
    assertThat(code(event("GET", "/nowhere", "", ""))).isEqualTo("not_found");
    assertThat(code(event("GET", "/json", "", ""))).isEqualTo("method_not_allowed");
  }

  @Test
  void handsOnTheCallerThatApiGatewayFound() throws Exception {
    Map<String, @Nullable Object> event = event("GET", "/caller", "", "");
    event.put("requestContext", Map.of("identity", Map.of("accountId", "1", "userArn", "arn:x")));
    assertThat(
            Json.parse(answer(event).string("body").getBytes(StandardCharsets.UTF_8)).string("arn"))
        .isEqualTo("arn:x");
  }

  @Test
  void answersAFaultWithoutItsMessage() throws Exception {
    Map<String, @Nullable Object> event = event("GET", "/fault", "", "");
    assertThat(code(event)).isEqualTo("fault");
    assertThat(answer(event).string("body")).doesNotContain("canary");
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains("canary"));
  }

  @Test
  void answers503WhenASystemIsDown() throws Exception {
    assertThat(status(event("GET", "/down", "", ""))).isEqualTo(503);
    assertThat(code(event("GET", "/down", "", ""))).isEqualTo("unavailable");
  }

  private static Map<String, @Nullable Object> event(
      String method, String resource, String contentType, String body) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("httpMethod", method);
    event.put("resource", resource);
    event.put("multiValueHeaders", Map.of("content-type", List.of(contentType)));
    event.put("body", body);
    event.put("pathParameters", null);
    return event;
  }

  private long status(Map<String, @Nullable Object> event) throws Exception {
    return answer(event).integer("statusCode");
  }

  private String code(Map<String, @Nullable Object> event) throws Exception {
    JsonObject problem = Json.parse(answer(event).string("body").getBytes(StandardCharsets.UTF_8));
    assertThat(problem.string("type")).isEqualTo("urn:vouch:error:" + problem.string("code"));
    return problem.string("code");
  }

  private JsonObject answer(Map<String, @Nullable Object> event) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(Json.write(event)), output, context());
    return Json.parse(output.toByteArray());
  }

  private Context context() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAwsRequestId" -> "request-1";
                  case "getLogger" ->
                      (com.amazonaws.services.lambda.runtime.LambdaLogger)
                          new com.amazonaws.services.lambda.runtime.LambdaLogger() {
                            @Override
                            public void log(String message) {
                              log.add(message);
                            }

                            @Override
                            public void log(byte[] message) {
                              log.add(new String(message, StandardCharsets.UTF_8));
                            }
                          };
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}

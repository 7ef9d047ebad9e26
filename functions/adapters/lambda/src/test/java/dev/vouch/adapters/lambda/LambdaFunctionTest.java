package dev.vouch.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.vouch.adapters.lambda.testing.TestLog;
import dev.vouch.core.fault.Deadline;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.fault.Unavailable.Kind;
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
                  }),
              new Route(
                  "GET",
                  "/busy",
                  r -> {
                    throw new Unavailable("the tables", Kind.THROTTLED, "", null);
                  }),
              new Route(
                  "GET",
                  "/forbidden",
                  r -> {
                    throw new Unavailable("the issuer key", Kind.PERMISSION_MISSING, "x:Y", null);
                  })),
          TestLog.of(log::add));

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
    new LambdaFunction(List.of(route), TestLog.silent())
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

  @Test
  void saysWhenToComeBackWhereASystemIsBusy() throws Exception {
    JsonObject answer = answer(event("GET", "/busy", "", ""));
    assertThat(answer.integer("statusCode")).isEqualTo(503);
    assertThat(answer.object("headers").string("Retry-After")).isEqualTo("1");
    assertThat(code(event("GET", "/busy", "", ""))).isEqualTo("unavailable");
    assertThat(answer(event("GET", "/down", "", "")).object("headers").has("Retry-After"))
        .isFalse();
  }

  @Test
  void saysWhichFunctionLacksARightToWhatAndNotWhichRight() throws Exception {
    JsonObject answer = answer(event("GET", "/forbidden", "", ""));
    assertThat(answer.integer("statusCode")).isEqualTo(503);
    JsonObject problem = Json.parse(answer.string("body").getBytes(StandardCharsets.UTF_8));
    assertThat(problem.string("code")).isEqualTo("permission_missing");
    assertThat(problem.string("detail"))
        .isEqualTo("The function test of Vouch has no right to the issuer key.");
    assertThat(answer.string("body")).doesNotContain("x:Y");
    assertThat(log.getFirst()).contains("\"action\":\"x:Y\"");
  }

  @Test
  void namesTheRouteInItsLogAndNothingOfTheRequest() throws Exception {
    Map<String, @Nullable Object> event = event("POST", "/json", "canary", "canary");
    event.put("path", "/canary");
    answer(event);
    answer(event("GET", "/canary", "", ""));
    answer(event("DELETE", "/json", "", ""));
    assertThat(log).hasSize(3).noneMatch(line -> line.contains("canary"));
    assertThat(Json.parse(log.get(0).getBytes(StandardCharsets.UTF_8)).string("route"))
        .isEqualTo("POST /json");
    for (String line : log.subList(1, 3)) {
      assertThat(Json.parse(line.getBytes(StandardCharsets.UTF_8)).string("route"))
          .isEqualTo("none");
    }
  }

  @Test
  void onlyTheFirstRequestOfAnInstanceIsCold() throws Exception {
    answer(event("GET", "/nowhere", "", ""));
    answer(event("GET", "/nowhere", "", ""));
    assertThat(log.get(0)).contains("\"cold\":true");
    assertThat(log.get(1)).contains("\"cold\":false");
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
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}

package dev.vouch.adapters.lambda.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One thing is changed in an answer that the description allows. */
final class ContractTest {
  private static final String USER =
      "{\"user\":{\"id\":\"user@example.com\",\"groups\":[\"platform\"],\"status\":\"active\","
          + "\"keys\":1,\"created_at\":\"2026-11-21T10:00:00Z\"}}";
  private static final String PROBLEM =
      "{\"type\":\"urn:vouch:error:user_unknown\",\"title\":\"User unknown\",\"status\":404,"
          + "\"code\":\"user_unknown\",\"detail\":\"There is no such user.\",\"help\":\"Look.\"}";

  private final Contract contract = new Contract(ApiDescription.read());

  @Test
  void acceptsWhatIsDescribed() {
    assertThat(hold(200, "application/json", USER))
        .isEqualTo("POST /admin/users/{user}/disable 200");
    assertThat(hold(404, "application/problem+json", PROBLEM))
        .isEqualTo("POST /admin/users/{user}/disable 404 user_unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "active | enabled",
        "user@example.com | USER@example.com",
        "10:00:00Z | 10:00:00.5Z",
        "\"keys\":1 | \"keys\":-1",
        "\"keys\":1 | \"keys\":\"1\"",
        "\"keys\" | \"more\"",
        "\"keys\":1 | \"keys\":1,\"more\":1"
      })
  void refusesABodyOfAnotherForm(String before, String after) {
    String body = USER.replace(before, after);
    assertRefused(200, "application/json", body);
  }

  @Test
  void refusesACodeOfAnotherRoute() {
    assertRefused(
        404, "application/problem+json", PROBLEM.replace("user_unknown", "session_unknown"));
  }

  @Test
  void refusesAnotherStatus() {
    assertRefused(202, "application/json", USER);
  }

  @Test
  void refusesAnotherMediaType() {
    assertRefused(404, "application/json", PROBLEM);
  }

  @Test
  void refusesAnAnswerThatMayBeStored() {
    assertThatThrownBy(
            () -> contract.hold(request("user@example.com"), answer(200, Map.of(), USER)))
        .hasMessageContaining("Cache-Control is missing");
  }

  @Test
  void refusesASuccessWithoutARequiredParameter() {
    assertThatThrownBy(() ->
            contract.hold(request(null), answer(200, Map.of("Cache-Control", "no-store"), USER)))
        .hasMessageContaining("the parameter user is missing");
  }

  private String hold(int status, String type, String body) {
    Answer answer = answer(status, Map.of("Cache-Control", "no-store", "Content-Type", type), body);
    return contract.hold(request("user@example.com"), answer).toString();
  }

  private void assertRefused(int status, String type, String body) {
    assertThatThrownBy(() -> hold(status, type, body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("outside infra/openapi.yaml");
  }

  private static Answer answer(int status, Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
    all.putAll(headers);
    return new Answer(status, all, body);
  }

  private static SentRequest request(@Nullable String user) {
    Map<String, @Nullable Object> event = new HashMap<>();
    event.put("httpMethod", "POST");
    event.put("resource", "/admin/users/{user}/disable");
    event.put("multiValueHeaders", Map.of("Accept", List.of("*/*")));
    event.put("pathParameters", user == null ? null : Map.of("user", user));
    return new SentRequest(event);
  }
}

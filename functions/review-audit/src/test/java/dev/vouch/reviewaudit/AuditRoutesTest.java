package dev.vouch.reviewaudit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditRoutesTest {
  private final Instant start = Instant.now().minus(Duration.ofDays(2));

  private final Deployment deployment = new Deployment();

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void showsAnEmptyLog() throws InvalidJson {
    JsonObject body = deployment.send("list-records").json();
    assertThat(body.objects("records")).isEmpty();
    assertThat(body.toMap()).containsEntry("next", null);
  }

  @Test
  void showsRecordsByteForByteOldestFirst() throws InvalidJson {
    Receipt first = deployment.record("test.first", start);
    Receipt second = deployment.record("test.second", start.plus(Duration.ofDays(1)));
    List<JsonObject> records = deployment.send("list-records").json().objects("records");
    assertThat(records).hasSize(3);
    assertThat(type(records.getFirst())).isEqualTo("writer.started");
    assertThat(records.get(1).string("id")).isEqualTo(first.id());
    JsonObject last = records.getLast();
    assertThat(last.toMap().keySet()).containsExactly("id", "hash", "record");
    assertThat(last.string("id")).isEqualTo(second.id());
    assertThat(last.string("hash")).isEqualTo(second.hash().base64Url());
    assertThat(Sha256.of(bytes(last))).isEqualTo(second.hash());
    assertThat(type(last)).isEqualTo("test.second");
  }

  @Test
  void goesOnWhereThePageEnded() throws InvalidJson {
    for (int i = 0; i < 4; i++) {
      deployment.record("test.happened", start.plusSeconds(i));
    }
    List<String> ids = new ArrayList<>();
    JsonObject page = deployment.send("list-two-records").json();
    while (page.has("next")) {
      assertThat(page.objects("records")).hasSizeLessThanOrEqualTo(2);
      add(ids, page);
      page =
          deployment
              .send(
                  Deployment.event("list-two-records")
                      .with("multiValueQueryStringParameters.cursor", List.of(page.string("next"))))
              .json();
    }
    add(ids, page);
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void showsOneRecord() throws InvalidJson {
    Receipt receipt = deployment.record("test.happened", start);
    JsonObject record = show(receipt.id()).json();
    assertThat(record.string("id")).isEqualTo(receipt.id());
    assertThat(Sha256.of(bytes(record))).isEqualTo(receipt.hash());
  }

  @Test
  void refusesAnUnknownRecord() {
    Answer answer = deployment.send("show-record");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("record_unknown");
  }

  @Test
  void refusesAnIdThatIsNone() {
    assertThat(show("../writers").code()).isEqualTo("record_unknown");
  }

  @Test
  void namesTheWriters() throws InvalidJson {
    deployment.record("test.happened", start);
    List<JsonObject> writers = deployment.send("list-writers").json().objects("writers");
    assertThat(writers).hasSize(1);
    JsonObject writer = writers.getFirst();
    assertThat(writer.toMap().keySet()).containsExactly("writer", "function", "started_at");
    assertThat(writer.string("function")).isEqualTo("administer");
    assertThat(writer.string("started_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "1.5", "ten", "", "1000", " 1"})
  void refusesALimitOutOfRange(String limit) {
    assertRefused("limit", limit, "limit_out_of_range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "500"})
  void takesALimitInRange(String limit) {
    assertThat(deployment.send(with("limit", limit)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "bm90IGEgY3Vyc29y", "!"})
  void refusesACursorOfAnotherForm(String cursor) {
    assertRefused("cursor", cursor, "cursor_malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit", "cursor"})
  void refusesAParameterThatOccursTwice(String parameter) {
    SampleEvent event =
        Deployment.event("list-two-records")
            .with("multiValueQueryStringParameters." + parameter, List.of("1", "1"));
    assertThat(deployment.send(event).code()).isEqualTo("duplicate_parameter");
  }

  private void assertRefused(String parameter, String value, String code) {
    Answer answer = deployment.send(with(parameter, value));
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(400);
  }

  private static SampleEvent with(String parameter, String value) {
    return Deployment.event("list-two-records")
        .with("multiValueQueryStringParameters." + parameter, List.of(value));
  }

  private Answer show(String id) {
    return deployment.send(Deployment.event("show-record").with("pathParameters.id", id));
  }

  private static void add(List<String> ids, JsonObject page) throws InvalidJson {
    for (JsonObject record : page.objects("records")) {
      ids.add(record.string("id"));
    }
  }

  private static byte[] bytes(JsonObject record) throws InvalidJson {
    return Base64.getDecoder().decode(record.string("record"));
  }

  private static String type(JsonObject record) throws InvalidJson {
    return Json.parse(bytes(record)).string("type");
  }
}

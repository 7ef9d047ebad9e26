package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.administration.Samples;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserRoutesTest {
  private static final EnrolledKey KEY = Samples.key("credential");

  private final Deployment deployment = new Deployment();

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void invitesWithALinkWhoseSecretIsInTheFragmentAndStoredAsAHash() throws InvalidJson {
    Instant before = Instant.now();
    Answer answer = deployment.send("invite");
    assertThat(answer.status()).isEqualTo(201);
    JsonObject user = answer.json().object("user");
    assertThat(user.string("id")).isEqualTo("user@example.com");
    assertThat(user.strings("groups")).containsExactly("platform");
    assertThat(user.string("status")).isEqualTo("invited");
    assertThat(user.string("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    JsonObject invitation = answer.json().object("invitation");
    assertThat(invitation.string("url"))
        .matches("https://vouch\\.example\\.com/enroll#[A-Za-z0-9_-]{43}");
    assertThat(Instant.parse(invitation.string("expires_at")))
        .isBetween(
            before.plus(Duration.ofDays(3)).minusSeconds(1),
            Instant.now().plus(Duration.ofDays(3)));
    String secret = invitation.string("url").replaceFirst(".*#", "");
    assertThat(deployment.stored("invitation#"))
        .containsExactly("invitation#" + Sha256.of(secret).base64Url());
  }

  @Test
  void recordsTheInvitationWithTheCallersArn() throws InvalidJson {
    deployment.send("invite");
    JsonObject record = deployment.audited().getFirst();
    assertThat(record.string("type")).isEqualTo("user.invited");
    assertThat(record.string("function")).isEqualTo("administer");
    assertThat(record.string("actor"))
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/vouch-admin/alice");
    assertThat(record.string("user")).isEqualTo("user@example.com");
  }

  @Test
  void closesTheEarlierInvitation() {
    deployment.send("invite");
    List<String> first = deployment.stored("invitation#");
    deployment.send("invite");
    assertThat(deployment.stored("invitation#")).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"email\":\"user@example.com\"} | missing_member",
        "{\"email\":\"user@example.com\",\"groups\":\"platform\"} | wrong_member_type",
        "{\"email\":\"user@example.com\",\"groups\":[1]} | wrong_member_type",
        "[] | not_json",
        "{\"email\":\"user@example.com\",\"groups\":[]} {} | not_json"
      })
  void refusesABodyThatIsNotExactlyAnInvitation(String body, String code) {
    Answer answer = deployment.send(Deployment.event("invite").withBody(body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void takesABodyOf64KibibytesAndNotOneByteMore() {
    SampleEvent right = Deployment.event("invite");
    Answer answer = deployment.send(right.withBodyOf(Request.MAX_BODY + 1));
    assertThat(answer.code()).isEqualTo("body_too_large");
    assertThat(deployment.stored("user#")).isEmpty();
    assertThat(deployment.send(right.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(201);
  }

  @Test
  void refusesToInviteSomebodyWithAKey() {
    deployment.send("invite");
    deployment.enrol(KEY);
    Answer answer = deployment.send("invite");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("user_exists");
  }

  @Test
  void refusesToInviteSomebodyDisabled() {
    deployment.send("invite");
    deployment.send("disable-user");
    Answer answer = deployment.send("invite");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("user_disabled");
  }

  @Test
  void listsUsersWithTheNumberOfTheirKeys() throws InvalidJson {
    deployment.send("invite");
    deployment.enrol(KEY);
    List<JsonObject> users = deployment.send("list-users").json().objects("users");
    assertThat(users).hasSize(1);
    JsonObject user = users.getFirst();
    assertThat(user.toMap()).containsOnlyKeys("id", "groups", "status", "keys", "created_at");
    assertThat(user.string("id")).isEqualTo("user@example.com");
    assertThat(user.string("status")).isEqualTo("active");
    assertThat(user.integer("keys")).isEqualTo(1);
  }

  @Test
  void disablesAndEnables() throws InvalidJson {
    deployment.send("invite");
    deployment.enrol(KEY);
    Answer disabled = deployment.send("disable-user");
    assertThat(disabled.status()).isEqualTo(200);
    assertThat(disabled.json().object("user").string("status")).isEqualTo("disabled");
    Answer enabled = deployment.send("enable-user");
    assertThat(enabled.json().object("user").string("status")).isEqualTo("active");
    assertThat(deployment.audited())
        .extracting(record -> record.string("type"))
        .containsExactly("user.invited", "user.disabled", "user.enabled");
  }

  @Test
  void takesAPathParameterThatIsStillPercentEncoded() {
    deployment.send("invite");
    assertThat(
            deployment
                .send(
                    Deployment.event("disable-user")
                        .with("pathParameters.user", "user%40example.com"))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable-user", "enable-user", "list-keys", "remove-key"})
  void refusesSomebodyUnknown(String event) {
    Answer answer = deployment.send(event);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("user_unknown");
  }

  @Test
  void listsKeys() throws InvalidJson {
    deployment.send("invite");
    deployment.enrol(KEY);
    List<JsonObject> keys = deployment.send("list-keys").json().objects("keys");
    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst().toMap())
        .containsOnlyKeys("id", "model", "aaguid", "created_at")
        .containsEntry("id", KEY.id())
        .containsEntry("model", "Example key");
  }

  @Test
  void removesAKey() {
    deployment.send("invite");
    deployment.enrol(KEY);
    Answer answer = deployment.send(removal(KEY.id()));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(deployment.stored("key#")).isEmpty();
  }

  @Test
  void refusesAKeyThatTheUserDoesNotHave() {
    deployment.send("invite");
    deployment.enrol(KEY);
    Answer answer = deployment.send(removal(Samples.key("other").id()));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("key_unknown");
    assertThat(deployment.stored("key#")).hasSize(1);
  }

  private static SampleEvent removal(String key) {
    return Deployment.event("remove-key").with("pathParameters.key", key);
  }
}

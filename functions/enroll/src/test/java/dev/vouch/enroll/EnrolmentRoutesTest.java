package dev.vouch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.enrolment.FakeEnrolments;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.User.Status;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Secret;
import dev.vouch.local.securitykey.Deviation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnrolmentRoutesTest {
  private static final UserId USER = new UserId("user@example.com");
  private static final Bytes HANDLE = Bytes.utf8("0123456789abcdef0123456789abcdef");

  private final FakeEnrolments store = new FakeEnrolments();
  private final Deployment deployment = new Deployment(Map.of(), store);

  @BeforeEach
  void invite() {
    store.put(user(Status.INVITED));
    store.put(
        new Invitation(
            Secret.of(Deployment.SECRET).hash(),
            USER,
            Deployment.NOW,
            Deployment.NOW.plus(Invitation.LIFE)));
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Test
  void asksForAnAttestedCredentialOnAKeyWithAPin() throws Exception {
    JsonObject options = deployment.options();
    JsonObject publicKey = options.object("publicKey");
    assertThat(options.string("user")).isEqualTo(USER.value());
    assertThat(publicKey.object("rp").string("id")).isEqualTo("vouch.example.com");
    assertThat(publicKey.object("user").string("id")).isEqualTo(HANDLE.base64Url());
    assertThat(publicKey.bytes("challenge").size()).isEqualTo(32);
    assertThat(publicKey.string("attestation")).isEqualTo("direct");
    assertThat(publicKey.objects("pubKeyCredParams")).hasSize(1);
    assertThat(publicKey.objects("pubKeyCredParams").getFirst().integer("alg")).isEqualTo(-7);
    JsonObject selection = publicKey.object("authenticatorSelection");
    assertThat(selection.string("residentKey")).isEqualTo("required");
    assertThat(selection.string("userVerification")).isEqualTo("required");
  }

  @Test
  void enrolsAKeyAndReturnsItsReceipt() throws Exception {
    Answer answer = deployment.send(deployment.complete(deployment.options()));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(answer.json().string("user")).isEqualTo(USER.value());
    assertThat(answer.json().object("key").string("id")).isEqualTo(store.keys().getFirst().id());
    assertThat(answer.json().object("key").string("model")).isEqualTo("Software key");
    assertThat(answer.json().object("receipt").string("id")).endsWith("-1");
    assertThat(answer.json().object("receipt").bytes("hash").size()).isEqualTo(32);
    assertThat(store.records()).extracting(AuditEntry::type).containsExactly("key.enrolled");
  }

  @Test
  void writesNothingForStrangers() throws Exception {
    deployment.options();
    deployment.send(Deployment.event("options-with-another-secret"));
    deployment.send(
        deployment.complete(deployment.options(), new Deviation.Origin("https://evil.example")));
    assertThat(store.rows()).isZero();
  }

  @Test
  void refusesAnotherSecret() {
    assertRefused(403, "invitation_unknown", Deployment.event("options-with-another-secret"));
  }

  @Test
  void refusesASecondKey() {
    store.put(user(Status.ACTIVE));
    Answer answer = deployment.send(Deployment.event("options"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("user_has_key");
    assertThat(answer.body()).contains("vouch admin keys remove");
  }

  @Test
  void refusesADisabledUser() {
    store.put(user(Status.DISABLED));
    assertRefused(403, "user_disabled", Deployment.event("options"));
  }

  @Test
  void refusesAnExpiredInvitation() {
    store.put(
        new Invitation(
            Secret.of(Deployment.SECRET).hash(),
            USER,
            Deployment.NOW.minus(Invitation.LIFE),
            Deployment.NOW));
    assertRefused(403, "invitation_expired", Deployment.event("options"));
  }

  @Test
  void refusesAnAnswerUsedTwice() throws Exception {
    SampleEvent event = deployment.complete(deployment.options());
    assertThat(deployment.send(event).status()).isEqualTo(201);
    assertRefused(403, "invitation_unknown", event);
    invite();
    assertRefused(409, "challenge_used", event);
  }

  @Test
  void refusesACredentialThatSomebodyHasEnrolled() throws Exception {
    Deviation sameId = new Deviation.CredentialId("AAAAAAAAAAAAAAAAAAAAAA");
    deployment.send(deployment.complete(deployment.options(), sameId));
    invite();
    assertRefused(
        409, "credential_already_enrolled", deployment.complete(deployment.options(), sameId));
  }

  @Test
  void refusesAStatementThatWasNotMadeHere() throws Exception {
    SampleEvent event = deployment.complete(deployment.options(), credential(deployment.options()));
    assertRefused(403, "challenge_mismatch", event);
    assertRefused(400, "statement_invalid", Deployment.event("complete"));
  }

  @Test
  void refusesWhatTheCeremonyRefuses() throws Exception {
    JsonObject options = deployment.options();
    assertRefused(
        403,
        "origin_mismatch",
        deployment.complete(options, new Deviation.Origin("https://evil.example")));
    assertRefused(
        403, "user_not_verified", deployment.complete(options, new Deviation.FlagsCleared(4)));
    assertRefused(403, "syncable_key", deployment.complete(options, new Deviation.FlagsSet(8)));
    assertRefused(
        400,
        "malformed_credential",
        deployment.complete(options, new Deviation.ClientDataWithout("origin")));
    assertThat(store.rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "options-with-unknown-member, 400, unknown_member",
    "options-without-invitation, 400, missing_member",
    "options-as-text, 415, wrong_content_type",
    "complete-with-unknown-member, 400, unknown_member",
    "wrong-method, 405, method_not_allowed"
  })
  void refusesAnotherForm(String event, int status, String code) {
    assertRefused(status, code, Deployment.event(event));
  }

  @Test
  void refusesACredentialWithAnUnknownMember() throws Exception {
    JsonObject options = deployment.options();
    String credential = credential(options).replaceFirst("\\{", "{\"more\":1,");
    assertRefused(400, "unknown_member", deployment.complete(options, credential));
  }

  @Test
  void neverRepeatsTheSecret() {
    for (String event : List.of("options", "options-with-another-secret", "complete")) {
      Answer answer = deployment.send(Deployment.event(event));
      assertThat(Set.of(answer.body(), answer.headers().toString()))
          .noneMatch(text -> text.contains("secret-of-"));
    }
  }

  private String credential(JsonObject options) throws Exception {
    return deployment.key.create(
        Deployment.text(options.object("publicKey").toMap()), Deployment.ORIGIN);
  }

  private void assertRefused(int status, String code, SampleEvent event) {
    Answer answer = deployment.send(event);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
  }

  private static User user(Status status) {
    return new User(USER, List.of("platform"), status, HANDLE, Deployment.NOW);
  }
}

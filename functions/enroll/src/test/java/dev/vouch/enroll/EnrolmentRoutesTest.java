package dev.vouch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.testing.RefusedEvents;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EnrolmentRoutesTest {
  private static final UserId USER = new UserId("user@example.com");
  private static final Bytes HANDLE = Bytes.utf8("0123456789abcdef0123456789abcdef");

  /** What a key or a browser may do wrong, by the refusal that it leads to. */
  private static final Map<String, Deviation> KEYS =
      Map.ofEntries(
          Map.entry("wrong_ceremony_type", new Deviation.ClientType("webauthn.get")),
          Map.entry("cross_origin", new Deviation.CrossOrigin()),
          Map.entry("top_origin_present", new Deviation.TopOrigin(Deployment.ORIGIN)),
          Map.entry("rp_id_mismatch", new Deviation.RpId("evil.example")),
          Map.entry("user_not_present", new Deviation.FlagsCleared(0x01)),
          Map.entry("backup_state_invalid", new Deviation.FlagsSet(0x10)),
          Map.entry("unsolicited_extension", new Deviation.ClientExtensions(Map.of("appid", true))),
          Map.entry("model_not_allowed", new Deviation.Aaguid(new UUID(1, 2))),
          Map.entry("algorithm_not_allowed", new Deviation.P384Credential()),
          Map.entry("attestation_format_not_allowed", new Deviation.NoAttestation()),
          Map.entry("attestation_certificate_missing", new Deviation.SelfAttestation()),
          Map.entry("attestation_signature_invalid", new Deviation.AttestationSignedByAnother()),
          Map.entry("attestation_leaf_invalid", new Deviation.LeafIsAuthority()),
          Map.entry("attestation_untrusted", new Deviation.ForeignRoot()),
          Map.entry(
              "credential_id_length",
              new Deviation.CredentialId(Bytes.of(new byte[1024]).base64Url())));

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
    deployment.send(ofAnotherSecret());
    deployment.send(
        deployment.complete(deployment.options(), new Deviation.Origin("https://evil.example")));
    assertThat(store.rows()).isZero();
  }

  @Test
  void refusesAnotherSecret() {
    assertRefused(403, "invitation_unknown", ofAnotherSecret());
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

  @Test
  void refusesEveryKeyThatIsNotRight() throws Exception {
    for (Map.Entry<String, Deviation> one : KEYS.entrySet()) {
      SampleEvent event = deployment.complete(deployment.options(), one.getValue());
      assertRefused(403, one.getKey(), event);
    }
    assertThat(store.rows()).isZero();
  }

  @Test
  void refusesTheIdOfAnotherCredential() throws Exception {
    JsonObject options = deployment.options();
    String credential =
        credential(options)
            .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"b3RoZXI\"")
            .replaceFirst("\"rawId\":\"[^\"]*\"", "\"rawId\":\"b3RoZXI\"");
    assertRefused(403, "credential_id_mismatch", deployment.complete(options, credential));
  }

  @Test
  void refusesAnAnswerAfterFiveMinutes() throws Exception {
    SampleEvent event = deployment.complete(deployment.options());
    deployment.pass(Duration.ofMinutes(5));
    assertRefused(403, "statement_expired", event);
  }

  @Test
  void refusesAnAnswerAfterTheInvitationHasExpired() throws Exception {
    SampleEvent event = deployment.complete(deployment.options());
    deployment.pass(Invitation.LIFE);
    assertRefused(403, "invitation_expired", event);
  }

  @Test
  void refusesAnAnswerOfSomebodyDisabledOrEnrolledMeanwhile() throws Exception {
    SampleEvent event = deployment.complete(deployment.options());
    store.put(user(Status.DISABLED));
    assertRefused(403, "user_disabled", event);
    store.put(user(Status.ACTIVE));
    assertRefused(409, "user_has_key", event);
  }

  @Test
  void refusesTheStatementOfAnotherInvitation() throws Exception {
    SampleEvent event = deployment.complete(deployment.options());
    store.put(
        new Invitation(
            Secret.of("another-secret").hash(),
            USER,
            Deployment.NOW,
            Deployment.NOW.plus(Invitation.LIFE)));
    String body = event.body().replace(Deployment.SECRET, "another-secret");
    assertRefused(400, "statement_mismatch", event.withBody(body));
  }

  @Test
  void refusesEachEventAsItsNameSaysAndWritesNothing() {
    RefusedEvents.assertRefused("enroll", deployment::send);
    assertThat(store.rows()).isZero();
  }

  @Test
  void takesABodyOf64KibibytesAndNotOneByteMore() throws Exception {
    SampleEvent options = Deployment.event("options");
    assertRefused(413, "body_too_large", options.withBodyOf(Request.MAX_BODY + 1));
    assertThat(deployment.send(options.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(200);
    SampleEvent complete = deployment.complete(deployment.options());
    assertRefused(413, "body_too_large", complete.withBodyOf(Request.MAX_BODY + 1));
    assertThat(deployment.send(complete.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(201);
  }

  @Test
  void refusesACredentialWithAnUnknownMember() throws Exception {
    JsonObject options = deployment.options();
    String credential = credential(options).replaceFirst("\\{", "{\"more\":1,");
    assertRefused(400, "unknown_member", deployment.complete(options, credential));
  }

  @Test
  void neverRepeatsTheSecret() {
    for (SampleEvent event :
        List.of(Deployment.event("options"), ofAnotherSecret(), Deployment.event("complete"))) {
      Answer answer = deployment.send(event);
      assertThat(Set.of(answer.body(), answer.headers().toString()))
          .noneMatch(text -> text.contains("secret-of-"));
    }
  }

  private static SampleEvent ofAnotherSecret() {
    return Deployment.event("options").withBody("{\"invitation\":\"another-secret-of-a-link\"}");
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

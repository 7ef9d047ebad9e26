package dev.vouch.core.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.ceremony.RegistrationAnswer;
import dev.vouch.core.ceremony.RegistrationCeremony;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.enrolment.Enrolment.Answer;
import dev.vouch.core.enrolment.Enrolment.Enrolled;
import dev.vouch.core.enrolment.Enrolment.Offer;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.User.Status;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.CountingRandom;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.FakeChallengeMac;
import dev.vouch.core.session.SignedTokens;
import dev.vouch.local.securitykey.Deviation;
import dev.vouch.local.securitykey.SecurityKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnrolmentTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.7Z");
  private static final PublicBaseUrl BASE =
      PublicBaseUrl.https("https://vouch.example.com").orElseThrow();
  private static final UserId USER = new UserId("user@example.com");
  private static final Secret SECRET = Secret.of("the secret of the link");

  private final SecurityKey key = SecurityKey.inMemory();
  private final FakeEnrolments store = new FakeEnrolments();
  private final SignedTokens tokens = new SignedTokens(new FakeChallengeMac());
  private final Enrolment enrolment = enrolment(BASE, tokens);

  @BeforeEach
  void invite() {
    store.put(user(Status.INVITED));
    store.put(new Invitation(SECRET.hash(), USER, NOW, NOW.plus(Invitation.LIFE)));
  }

  @Test
  void enrolsTheKeyOfAnInvitedUser() {
    Offer offer = offer();
    assertThat(offer.user().id()).isEqualTo(USER);
    Answer<Enrolled> answer = complete(offer);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    Enrolled enrolled = ((Answer.Given<Enrolled>) answer).value();
    assertThat(store.keys()).containsExactly(enrolled.key());
    assertThat(store.user(USER)).contains(user(Status.ACTIVE));
    assertThat(store.records()).extracting(AuditEntry::type).containsExactly("key.enrolled");
    assertThat(store.records().getFirst().members())
        .containsEntry("user", USER.value())
        .containsEntry("key", enrolled.key().id())
        .containsEntry("public_key", enrolled.key().publicKey().base64Url());
  }

  @Test
  void writesNothingBeforeTheKeyIsVerified() {
    offer();
    complete(offer(), new Deviation.SelfAttestation());
    assertThat(store.rows()).isZero();
  }

  @Test
  void asksADifferentQuestionEachTime() {
    assertThat(offer().challenge()).isNotEqualTo(offer().challenge());
  }

  @Test
  void refusesAnotherSecret() {
    assertRefused("invitation_unknown", enrolment.begin(Secret.of("another"), NOW));
  }

  @Test
  void refusesAnInvitationFromItsExpiryOn() {
    Instant end = NOW.plus(Invitation.LIFE);
    assertThat(enrolment.begin(SECRET, end.minusNanos(1))).isInstanceOf(Answer.Given.class);
    assertRefused("invitation_expired", enrolment.begin(SECRET, end));
    assertRefused("invitation_expired", enrolment.begin(SECRET, end.plusSeconds(1)));
  }

  @Test
  void refusesASecondKey() {
    store.put(user(Status.ACTIVE));
    assertRefused("user_has_key", enrolment.begin(SECRET, NOW));
  }

  @Test
  void refusesADisabledUser() {
    Offer offer = offer();
    store.put(user(Status.DISABLED));
    assertRefused("user_disabled", enrolment.begin(SECRET, NOW));
    assertRefused("user_disabled", complete(offer));
  }

  @Test
  void refusesAnInvitationUsedTwice() {
    complete(offer());
    assertRefused("invitation_unknown", enrolment.begin(SECRET, NOW));
  }

  @Test
  void refusesAnAnswerUsedTwice() {
    Offer offer = offer();
    RegistrationAnswer answer = touch(offer);
    assertThat(enrolment.complete(SECRET, offer.statement(), answer, NOW))
        .isInstanceOf(Answer.Given.class);
    store.put(user(Status.INVITED));
    store.put(new Invitation(SECRET.hash(), USER, NOW, NOW.plus(Invitation.LIFE)));
    assertRefused("challenge_used", enrolment.complete(SECRET, offer.statement(), answer, NOW));
  }

  @Test
  void refusesAStatementThatWasChanged() {
    Offer offer = offer();
    assertRefused(
        "statement_invalid",
        enrolment.complete(SECRET, "e" + offer.statement(), touch(offer), NOW));
  }

  @Test
  void refusesAStatementMadeForALogin() {
    Offer offer = offer();
    String text =
        new String(
            java.util.Base64.getUrlDecoder().decode(offer.statement().split("\\.", -1)[0]),
            StandardCharsets.UTF_8);
    assertRefused(
        "statement_invalid",
        enrolment.complete(
            SECRET, tokens.sign(SignedTokens.Purpose.LOGIN, text), touch(offer), NOW));
  }

  @Test
  void refusesAStatementOfAnotherKeyOfTheServer() {
    Offer offer = offer();
    Enrolment other =
        enrolment(BASE, new SignedTokens(new FakeChallengeMac("another challenge key")));
    assertRefused(
        "statement_invalid", other.complete(SECRET, offer.statement(), touch(offer), NOW));
  }

  @Test
  void refusesAStatementOfAnotherDeployment() {
    PublicBaseUrl elsewhere = PublicBaseUrl.https("https://other.example.com").orElseThrow();
    Offer offer = given(enrolment(elsewhere, tokens).begin(SECRET, NOW));
    assertRefused(
        "statement_mismatch", enrolment.complete(SECRET, offer.statement(), touch(offer), NOW));
  }

  @Test
  void refusesAStatementOfAnotherInvitation() {
    UserId other = new UserId("other@example.com");
    Secret otherSecret = Secret.of("the secret of another link");
    store.put(new User(other, List.of(), Status.INVITED, Bytes.of(new byte[32]), NOW));
    store.put(new Invitation(otherSecret.hash(), other, NOW, NOW.plus(Invitation.LIFE)));
    Offer offer = offer();
    assertRefused(
        "statement_mismatch",
        enrolment.complete(otherSecret, offer.statement(), touch(offer), NOW));
  }

  @Test
  void refusesAStatementAfterFiveMinutes() {
    Offer offer = offer();
    RegistrationAnswer answer = touch(offer);
    Instant end = NOW.minusMillis(700).plus(Duration.ofMinutes(5));
    assertRefused("statement_expired", enrolment.complete(SECRET, offer.statement(), answer, end));
    assertThat(enrolment.complete(SECRET, offer.statement(), answer, end.minusMillis(1)))
        .isInstanceOf(Answer.Given.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {3600, 61})
  void refusesAStatementOfAnInstanceWhoseClockIsMoreThanAMinuteAhead(long seconds) {
    Offer offer = offer();
    assertRefused(
        "statement_expired",
        enrolment.complete(SECRET, offer.statement(), touch(offer), NOW.minusSeconds(seconds)));
  }

  @Test
  void takesAStatementOfAnInstanceWhoseClockIsAMinuteAhead() {
    Offer offer = offer();
    assertThat(enrolment.complete(SECRET, offer.statement(), touch(offer), NOW.minusSeconds(60)))
        .isInstanceOf(Answer.Given.class);
  }

  @Test
  void refusesWhatTheCeremonyRefuses() {
    assertRefused("user_not_verified", complete(offer(), new Deviation.FlagsCleared(4)));
  }

  @Test
  void refusesAnAnswerToAnotherStatement() {
    Offer first = offer();
    Offer second = offer();
    assertRefused(
        "challenge_mismatch", enrolment.complete(SECRET, second.statement(), touch(first), NOW));
  }

  private Enrolment enrolment(PublicBaseUrl base, SignedTokens signed) {
    return new Enrolment(
        base,
        new RegistrationCeremony(
            BASE,
            AttestationRoots.ofPem(key.attestationRootPem()),
            KnownModels.of(List.of(SecurityKey.AAGUID + "=Software key"))),
        signed,
        store,
        new CountingRandom());
  }

  private Offer offer() {
    return given(enrolment.begin(SECRET, NOW));
  }

  private Answer<Enrolled> complete(Offer offer, Deviation... deviations) {
    return enrolment.complete(SECRET, offer.statement(), touch(offer, deviations), NOW);
  }

  private RegistrationAnswer touch(Offer offer, Deviation... deviations) {
    String options =
        """
        {"rp":{"id":"%s"},"user":{"id":"%s"},"challenge":"%s","attestation":"direct",
         "pubKeyCredParams":[{"type":"public-key","alg":-7}]}
        """
            .formatted(
                BASE.rpId(), offer.user().handle().base64Url(), offer.challenge().base64Url());
    try {
      return RegistrationAnswer.read(
          Json.parse(
              key.deviating(deviations)
                  .create(options, BASE.origin())
                  .getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T given(Answer<T> answer) {
    if (answer instanceof Answer.Given<T>(T value)) {
      return value;
    }
    throw new AssertionError("refused: " + answer);
  }

  private static void assertRefused(String code, Answer<?> answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    assertThat(((Answer.Refused<?>) answer).refusal().code()).isEqualTo(code);
  }

  private static User user(Status status) {
    return new User(USER, List.of("platform"), status, Bytes.of(new byte[32]), NOW);
  }
}

package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.ceremony.AssertionAnswer;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.login.LoginCeremony.Answered;
import dev.vouch.core.login.LoginCeremony.Asked;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.ConfirmationCode;
import dev.vouch.core.session.DistinctRandom;
import dev.vouch.core.session.FakeChallengeMac;
import dev.vouch.core.session.LoginStatement;
import dev.vouch.core.session.SignedTokens;
import dev.vouch.core.session.TestLogin;
import dev.vouch.local.securitykey.Deviation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginCeremonyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String JKT = Sha256.of("a key").base64Url();

  private final EnrolledPerson alice = new EnrolledPerson(TestLogin.BASE, "alice@example.com");
  private final FakeLoginTables tables = new FakeLoginTables();
  private final LoginCeremony ceremony = ceremony("challenge key", Duration.ofHours(8));
  private final AuthorizationRequest request = request("0123456789abcdef", NOW);
  private final String requestToken = ceremony.sign(request);

  @BeforeEach
  void enrol() {
    tables.put(alice.user(User.Status.ACTIVE));
    tables.put(alice.key());
  }

  @Test
  void asksTheKeyToSignAStatementThatCommitsToRequestAndDpopKey() {
    Asked.Question question = question(requestToken, NOW);
    LoginStatement statement = statement(question);
    assertThat(question.challenge()).isEqualTo(statement.challenge());
    assertThat(question.confirmationCode()).isEqualTo(ConfirmationCode.of(JKT));
    assertThat(question.clientHost()).contains("laptop");
    assertThat(statement.issuer()).isEqualTo("https://vouch.example.com");
    assertThat(statement.request()).isEqualTo(Sha256.of(request.payload()).base64Url());
    assertThat(statement.jkt()).isEqualTo(JKT);
    assertThat(statement.issuedAt()).isEqualTo(NOW);
    assertThat(statement.lifetime()).isEqualTo(Duration.ofHours(8));
  }

  @Test
  void asksWithANewNonceEachTime() {
    assertThat(question(requestToken, NOW).challenge())
        .isNotEqualTo(question(requestToken, NOW).challenge());
  }

  @Test
  void writesNothingForAQuestion() {
    int rows = tables.rows();
    question(requestToken, NOW);
    assertThat(tables.rows()).isEqualTo(rows);
  }

  @Test
  void sendsTheCodeBackToTheClientWithStateAndIssuer() {
    Asked.Question question = question(requestToken, NOW);
    String redirect = completed(touch(question)).redirectUri().reveal();
    assertThat(redirect)
        .startsWith("http://127.0.0.1:49152/callback?code=")
        .endsWith("&state=0123456789abcdef&iss=https%3A%2F%2Fvouch.example.com");
    String code = redirect.substring(redirect.indexOf('=') + 1, redirect.indexOf('&'));
    LoginCode stored = tables.find(Secret.of(code).hash()).orElseThrow();
    assertThat(stored.redirectUri()).isEqualTo(request.redirectUri());
    assertThat(stored.codeChallenge()).isEqualTo(request.codeChallenge());
    assertThat(stored.jkt()).isEqualTo(JKT);
    assertThat(stored.expiresAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(stored.sessionExpiresAt()).isEqualTo(NOW.plus(Duration.ofHours(8)));
    assertThat(stored.evidence().statement()).isEqualTo(statement(question).bytes());
  }

  @Test
  void recordsWhatTheKeySigned() {
    Asked.Question question = question(requestToken, NOW);
    completed(touch(question));
    assertThat(tables.records()).hasSize(1);
    Map<String, ?> members = tables.records().getFirst().members();
    assertThat(tables.recordTypes()).containsExactly("login.completed");
    assertThat(members.keySet().stream().map(Object::toString))
        .containsExactly(
            "user",
            "key",
            "jkt",
            "statement",
            "authenticator_data",
            "client_data_json",
            "signature",
            "client_host");
    assertThat(members.get("statement")).isEqualTo(statement(question).bytes().base64Url());
    assertThat(members.get("user")).isEqualTo("alice@example.com");
    assertThat(members.get("client_host")).isEqualTo("laptop");
  }

  @Test
  void refusesAChallengeUsedTwice() {
    Asked.Question question = question(requestToken, NOW);
    completed(touch(question));
    assertRefused(touch(question), "challenge_replayed");
    assertThat(tables.recordTypes()).containsExactly("login.completed");
  }

  @Test
  void refusesTheWholeAnswerSentTwice() {
    Asked.Question question = question(requestToken, NOW);
    String answer = alice.touch(question.challenge().base64Url());
    completed(answer(question, answer, NOW));
    // the counter has moved on since, which is what is seen first
    assertRefused(answer(question, answer, NOW), "challenge_replayed");
  }

  @ParameterizedTest
  @CsvSource({"-3600,false", "-61,false", "-60,true", "0,true", "299,true", "300,false"})
  void refusesAnAnswerAfterFiveMinutesAndOneMoreThanAMinuteBeforeTheQuestion(
      long seconds, boolean accepted) {
    Asked.Question question = question(requestToken, NOW);
    Answered answered =
        answer(question, alice.touch(question.challenge().base64Url()), NOW.plusSeconds(seconds));
    if (accepted) {
      completed(answered);
    } else if (seconds < 0) {
      assertRefused(answered, "request_expired");
    } else {
      assertRefused(answered, "statement_expired");
    }
  }

  @ParameterizedTest
  @CsvSource({"-3600,false", "-61,false", "-60,true", "0,true", "599,true", "600,false"})
  void refusesARequestAfterTenMinutesAndOneMoreThanAMinuteAhead(long seconds, boolean accepted) {
    Asked asked = ceremony.ask(requestToken, NOW.plusSeconds(seconds));
    if (accepted) {
      assertThat(asked).isInstanceOf(Asked.Question.class);
    } else {
      assertRefused(asked, "request_expired");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "nonsense"})
  void refusesARequestThatIsNoToken(String token) {
    assertRefused(ceremony.ask(token, NOW), "request_malformed");
  }

  @Test
  void refusesARequestThatAnotherDeploymentSigned() {
    String theirs = ceremony("another key", Duration.ofHours(8)).sign(request);
    assertRefused(ceremony.ask(theirs, NOW), "request_forged");
  }

  @Test
  void refusesAStatementInPlaceOfARequest() {
    assertRefused(ceremony.ask(question(requestToken, NOW).statement(), NOW), "request_forged");
  }

  @Test
  void refusesAStatementThatIsNoToken() {
    Asked.Question question = question(requestToken, NOW);
    assertRefused(
        ceremony.answer(requestToken, "nonsense", read(question), NOW), "statement_malformed");
  }

  @Test
  void refusesARequestInPlaceOfAStatement() {
    Asked.Question question = question(requestToken, NOW);
    assertRefused(
        ceremony.answer(requestToken, requestToken, read(question), NOW), "statement_forged");
  }

  @Test
  void refusesTheStatementOfAnotherRequest() {
    Asked.Question question = question(requestToken, NOW);
    String other = ceremony.sign(request("fedcba9876543210", NOW));
    assertRefused(
        ceremony.answer(other, question.statement(), read(question), NOW), "statement_mismatch");
  }

  @Test
  void refusesTheSignatureOfAnotherStatement() {
    Asked.Question question = question(requestToken, NOW);
    Asked.Question other = question(requestToken, NOW);
    assertRefused(
        ceremony.answer(requestToken, question.statement(), read(other), NOW),
        "challenge_mismatch");
  }

  @Test
  void refusesAKeyThatIsNotEnrolled() {
    tables.removeKey(alice.key().id());
    assertRefused(touch(question(requestToken, NOW)), "unknown_key");
  }

  @Test
  void refusesAnotherUsersKey() {
    var mallory = new EnrolledPerson(TestLogin.BASE, "mallory@example.com");
    tables.put(mallory.user(User.Status.ACTIVE));
    tables.put(mallory.key());
    String handle = alice.user(User.Status.ACTIVE).handle().base64Url();
    Asked.Question question = question(requestToken, NOW);
    String answer =
        mallory.touch(question.challenge().base64Url(), new Deviation.UserHandle(handle));
    assertRefused(answer(question, answer, NOW), "user_handle_mismatch");
  }

  @Test
  void refusesAModelThatIsNoLongerAllowed() {
    var strict =
        new LoginCeremony(
            TestLogin.BASE,
            new SignedTokens(new FakeChallengeMac("challenge key")),
            new AssertionCeremony(
                TestLogin.BASE, dev.vouch.core.attestation.KnownModels.hardware()),
            tables,
            new DistinctRandom(),
            Duration.ofHours(8));
    Asked.Question question = question(requestToken, NOW);
    assertRefused(
        strict.answer(requestToken, question.statement(), read(question), NOW),
        "model_not_allowed");
  }

  @ParameterizedTest
  @EnumSource(
      value = User.Status.class,
      names = {"DISABLED", "INVITED"})
  void refusesAndRecordsWhoIsNotActive(User.Status status) {
    tables.put(alice.user(status));
    String code = status == User.Status.DISABLED ? "user_disabled" : "user_not_enrolled";
    assertRefused(touch(question(requestToken, NOW)), code);
    assertThat(tables.recordTypes()).containsExactly("login.refused");
    assertThat(tables.records().getFirst().members()).containsEntry("reason", code);
  }

  @Test
  void recordsARefusalOnceForEachTouch() {
    tables.put(alice.user(User.Status.DISABLED));
    Asked.Question question = question(requestToken, NOW);
    assertRefused(touch(question), "user_disabled");
    assertRefused(touch(question), "challenge_replayed");
    assertThat(tables.recordTypes()).containsExactly("login.refused");
  }

  @Test
  void refusesAndRecordsACounterThatSteppedBack() {
    completed(touch(question(requestToken, NOW)));
    assertRefused(
        touch(question(requestToken, NOW), new Deviation.Counter(1)), "counter_stepped_back");
    assertThat(tables.recordTypes()).containsExactly("login.completed", "login.refused");
  }

  @Test
  void writesNothingForAnAnswerThatNoEnrolledKeySigned() {
    int rows = tables.rows();
    assertRefused(
        touch(question(requestToken, NOW), new Deviation.SignedByAnother()), "signature_invalid");
    assertRefused(
        touch(question(requestToken, NOW), new Deviation.Origin("https://evil.example")),
        "origin_mismatch");
    assertThat(tables.rows()).isEqualTo(rows);
  }

  @Test
  void letsOneOfManyUseATouchAtOnce() throws Exception {
    Asked.Question question = question(requestToken, NOW);
    AssertionAnswer answer = read(question);
    List<Answered> results =
        Race.run(runner -> () -> ceremony.answer(requestToken, question.statement(), answer, NOW));
    assertThat(results).filteredOn(Answered.Completed.class::isInstance).hasSize(1);
    assertThat(tables.recordTypes()).containsOnlyOnce("login.completed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT8H1S", "PT1.5S", "PT24H"})
  void refusesALifetimeOfOtherThanOneSecondToEightHours(Duration lifetime) {
    assertThatThrownBy(() -> ceremony("key", lifetime))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "PT8H"})
  void signsForTheLifetimeThatIsSet(Duration lifetime) {
    LoginCeremony other = ceremony("challenge key", lifetime);
    var question = (Asked.Question) other.ask(requestToken, NOW);
    assertThat(statement(question).lifetime()).isEqualTo(lifetime);
  }

  private LoginCeremony ceremony(String challengeKey, Duration lifetime) {
    return new LoginCeremony(
        TestLogin.BASE,
        new SignedTokens(new FakeChallengeMac(challengeKey)),
        new AssertionCeremony(TestLogin.BASE, EnrolledPerson.models()),
        tables,
        new DistinctRandom(),
        lifetime);
  }

  private static AuthorizationRequest request(String state, Instant at) {
    return new AuthorizationRequest(
        "http://127.0.0.1:49152/callback",
        state,
        Sha256.of("a verifier"),
        JKT,
        Optional.of("laptop"),
        at);
  }

  private Asked.Question question(String token, Instant now) {
    Asked asked = ceremony.ask(token, now);
    assertThat(asked).isInstanceOf(Asked.Question.class);
    return (Asked.Question) asked;
  }

  private Answered touch(Asked.Question question, Deviation... deviations) {
    return answer(question, alice.touch(question.challenge().base64Url(), deviations), NOW);
  }

  private Answered answer(Asked.Question question, String answer, Instant now) {
    return ceremony.answer(requestToken, question.statement(), read(answer), now);
  }

  private AssertionAnswer read(Asked.Question question) {
    return read(alice.touch(question.challenge().base64Url()));
  }

  private static AssertionAnswer read(String json) {
    try {
      return AssertionAnswer.read(Json.parse(Bytes.utf8(json).toArray()));
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }

  private static LoginStatement statement(Asked.Question question) {
    String payload = question.statement().substring(0, question.statement().indexOf('.'));
    byte[] bytes = dev.vouch.core.secret.Base64Url.decode(payload).orElseThrow();
    return LoginStatement.parse(Bytes.of(bytes)).orElseThrow();
  }

  private static Answered.Completed completed(Answered answered) {
    assertThat(answered).isInstanceOf(Answered.Completed.class);
    return (Answered.Completed) answered;
  }

  private static void assertRefused(Answered answered, String code) {
    assertThat(answered).isInstanceOf(Answered.Refused.class);
    assertThat(((Answered.Refused) answered).refusal().code()).isEqualTo(code);
  }

  private static void assertRefused(Asked asked, String code) {
    assertThat(asked).isInstanceOf(Asked.Refused.class);
    assertThat(((Asked.Refused) asked).refusal().code()).isEqualTo(code);
  }
}

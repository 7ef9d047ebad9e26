package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.login.CodeExchange.Exchanged;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.DistinctRandom;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionEvidence;
import dev.vouch.core.session.TestDpopKey;
import dev.vouch.core.session.TestLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CodeExchangeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String URL = TestLogin.BASE.resolve("/oauth/token");
  private static final String CODE = "SplxlOBeZQQYbYS6WxSbIA";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String REDIRECT = "http://127.0.0.1:49152/callback";

  private final TestLogin alice = new TestLogin("alice@example.com");
  private final TestDpopKey key = TestDpopKey.generate();
  private final TestLogin.Touch touch =
      alice.touch(key.thumbprint(), NOW.minus(Duration.ofSeconds(30)));
  private final FakeLoginTables tables = new FakeLoginTables();
  private final CodeExchange exchange =
      new CodeExchange(TestLogin.BASE, tables, tables, new DistinctRandom());

  @BeforeEach
  void aLoginHasJustBeenCompleted() {
    tables.put(
        new LoginCode(
            Sha256.of(CODE),
            REDIRECT,
            Sha256.of(VERIFIER),
            key.thumbprint(),
            alice.user().id(),
            alice.key().id(),
            "aaaaaaaaaaaaaaaaaaaa-7",
            touch.evidence(),
            NOW.plusSeconds(60),
            touch.statement().expiresAt(),
            Optional.empty()));
  }

  @Test
  void givesASessionThatVends() {
    Exchanged.Started started = started(exchange(Map.of(), proof()));
    assertThat(tables.session(started.token().sessionId())).contains(started.session());
    assertThat(
            SessionEvidence.check(
                started.session(), alice.key(), alice.user(), TestLogin.BASE, NOW))
        .isInstanceOf(SessionEvidence.Checked.Live.class);
    assertThat(started.session().login()).isEqualTo("aaaaaaaaaaaaaaaaaaaa-7");
    assertThat(started.token().user()).isEqualTo(alice.user().id());
    assertThat(started.token().key()).isEqualTo(alice.key().id());
    assertThat(tables.recordTypes()).containsExactly("session.started");
  }

  @Test
  void endsTheSessionWithWhatTheKeySignedFor() {
    assertThat(started(exchange(Map.of(), proof())).session().expiresAt())
        .isEqualTo(touch.statement().expiresAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type", "client_id", "code", "redirect_uri", "code_verifier"})
  void refusesAFormThatLacksAParameter(String name) {
    assertRefused(exchange(Map.of(name, ""), proof()), "parameter_missing", "invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type, password, grant_type_unsupported, unsupported_grant_type",
    "client_id, other, client_unknown, invalid_client",
    "code_verifier, short, code_verifier_malformed, invalid_request",
    "code, unknown, code_unknown, invalid_grant",
    "redirect_uri, http://127.0.0.1:49153/callback, redirect_uri_mismatch, invalid_grant",
    "code_verifier, ABjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, code_verifier_mismatch,"
        + " invalid_grant"
  })
  void refusesAParameterThatIsNotTheOneOfThisLogin(
      String name, String value, String code, String error) {
    assertRefused(exchange(Map.of(name, value), proof()), code, error);
  }

  @Test
  void refusesARequestWithoutAProof() {
    assertRefused(
        exchange.exchange(form(Map.of()), List.of(), NOW), "proof_missing", "invalid_dpop_proof");
  }

  @Test
  void refusesAProofForAnotherAddress() {
    String other = key.proof("POST", TestLogin.BASE.resolve("/session"), NOW).sign();
    assertRefused(exchange(Map.of(), other), "proof_url", "invalid_dpop_proof");
  }

  @Test
  void refusesTheKeyOfSomebodyElse() {
    String theirs = TestDpopKey.generate().proof("POST", URL, NOW).sign();
    assertRefused(exchange(Map.of(), theirs), "proof_key_mismatch", "invalid_dpop_proof");
  }

  @Test
  void refusesACodeAfterSixtySeconds() {
    Instant late = NOW.plusSeconds(60);
    Exchanged exchanged =
        exchange.exchange(form(Map.of()), List.of(key.proof("POST", URL, late).sign()), late);
    assertRefused(exchanged, "code_expired", "invalid_grant");
  }

  @Test
  void endsTheSessionOfACodeThatIsUsedTwice() {
    Session session = started(exchange(Map.of(), proof())).session();
    assertRefused(exchange(Map.of(), proof()), "code_reused", "invalid_grant");
    assertThat(tables.session(session.id()).flatMap(Session::revokedAt)).contains(NOW);
    assertThat(tables.recordTypes()).containsExactly("session.started", "session.ended");
    assertThat(tables.records().getLast().members()).containsEntry("reason", "code_reused");
  }

  @Test
  void endsTheSessionOfACodeThatIsUsedAgainLongAfterItExpired() {
    started(exchange(Map.of(), proof()));
    Instant late = NOW.plus(Duration.ofHours(1));
    Exchanged again =
        exchange.exchange(form(Map.of()), List.of(key.proof("POST", URL, late).sign()), late);
    assertRefused(again, "code_reused", "invalid_grant");
  }

  @Test
  void recordsTheEndOfASessionOnceHoweverOftenItsCodeIsUsed() {
    started(exchange(Map.of(), proof()));
    for (int i = 0; i < 3; i++) {
      assertRefused(exchange(Map.of(), proof()), "code_reused", "invalid_grant");
    }
    assertThat(tables.recordTypes()).containsExactly("session.started", "session.ended");
  }

  @Test
  void changesNothingForWhoReplaysAWholeRequest() {
    String proof = proof();
    Session session = started(exchange(Map.of(), proof)).session();
    int rows = tables.rows();
    assertRefused(exchange(Map.of(), proof), "proof_replayed", "invalid_dpop_proof");
    assertThat(tables.session(session.id()).flatMap(Session::revokedAt)).isEmpty();
    assertThat(tables.rows()).isEqualTo(rows);
  }

  @Test
  void changesNothingForWhoHasTheCodeAlone() {
    started(exchange(Map.of(), proof()));
    int rows = tables.rows();
    String theirs = TestDpopKey.generate().proof("POST", URL, NOW).sign();
    assertRefused(exchange(Map.of(), theirs), "proof_key_mismatch", "invalid_dpop_proof");
    assertRefused(
        exchange(Map.of("code_verifier", "x".repeat(43)), proof()),
        "code_verifier_mismatch",
        "invalid_grant");
    assertThat(tables.rows()).isEqualTo(rows);
  }

  @Test
  void startsOneSessionWhenManyUseACodeAtOnceAndThenEndsIt() throws Exception {
    List<Exchanged> outcomes =
        Race.run(runner -> {
          String proof = proof();
          return () -> exchange(Map.of(), proof);
        });
    assertThat(outcomes).filteredOn(Exchanged.Started.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(Exchanged.Refused.class::isInstance)
        .allSatisfy(refused -> assertRefused(refused, "code_reused", "invalid_grant"));
    assertThat(tables.recordTypes()).containsExactly("session.started", "session.ended");
  }

  private Exchanged exchange(Map<String, String> changes, String proof) {
    return exchange.exchange(form(changes), List.of(proof), NOW);
  }

  private String proof() {
    return key.proof("POST", URL, NOW).sign();
  }

  private static Map<String, String> form(Map<String, String> changes) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "vouch");
    form.put("code", CODE);
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", VERIFIER);
    form.putAll(changes);
    return form;
  }

  private static Exchanged.Started started(Exchanged exchanged) {
    assertThat(exchanged).isInstanceOf(Exchanged.Started.class);
    return (Exchanged.Started) exchanged;
  }

  private static void assertRefused(Exchanged exchanged, String code, String error) {
    assertThat(exchanged).isInstanceOf(Exchanged.Refused.class);
    Exchanged.Refused refused = (Exchanged.Refused) exchanged;
    assertThat(refused.refusal().code()).isEqualTo(code);
    assertThat(refused.oauthError()).isEqualTo(error);
  }
}

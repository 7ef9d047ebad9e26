package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.session.SessionEvidence.Rows;
import dev.vouch.core.session.SessionRequest.Read;
import dev.vouch.core.session.SessionRequest.Use;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionRequestTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String URL = TestLogin.BASE.resolve("/session");

  private final TestLogin alice = new TestLogin("alice@example.com");
  private final TestDpopKey key = TestDpopKey.generate();
  private final AccessToken token = alice.token();
  private final String text = token.token().reveal();
  private final String proof = key.proof("GET", URL, NOW).accessToken(text).sign();
  private final Rows rows =
      new Rows(
          Optional.of(alice.session(token, alice.touch(key.thumbprint(), NOW))),
          Optional.of(alice.key()),
          Optional.of(alice.user()));

  @Test
  void letsTheHolderOfTokenAndKeyThrough() {
    assertThat(presented(read(List.of("DPoP " + text))).check(rows, TestLogin.BASE, NOW))
        .isInstanceOf(Use.Allowed.class);
  }

  @Test
  void takesTheSchemeInAnyCase() {
    assertThat(read(List.of("dpop " + text))).isInstanceOf(Read.Presented.class);
  }

  @Test
  void refusesARequestWithoutAToken() {
    assertRefused(read(List.of()), "token_missing");
  }

  @Test
  void refusesTwoTokens() {
    assertRefused(read(List.of("DPoP " + text, "DPoP " + text)), "token_repeated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "Basic ", "", "DPoP", "DPoP\t"})
  void refusesAnotherScheme(String scheme) {
    assertRefused(read(List.of(scheme + text)), "token_scheme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a.b.c"})
  void refusesWhatIsNotAToken(String other) {
    assertRefused(read(List.of("DPoP " + other)), "token_malformed");
  }

  @Test
  void refusesAProofForAnotherToken() {
    String other = alice.token().token().reveal();
    assertRefused(read(List.of("DPoP " + other)), "proof_token_hash");
  }

  @Test
  void refusesATokenWithoutAProof() {
    assertRefused(
        SessionRequest.read(List.of("DPoP " + text), List.of(), "GET", URL, NOW), "proof_missing");
  }

  @Test
  void tellsAThiefOfTheTokenOnlyThatTheKeyIsWrong() {
    String theirs = TestDpopKey.generate().proof("GET", URL, NOW).accessToken(text).sign();
    SessionRequest request =
        presented(SessionRequest.read(List.of("DPoP " + text), List.of(theirs), "GET", URL, NOW));
    var keyIsGone = new Rows(rows.session(), Optional.empty(), rows.user());
    assertRefused(request.check(rows, TestLogin.BASE, NOW), "proof_key_mismatch");
    assertRefused(request.check(keyIsGone, TestLogin.BASE, NOW), "proof_key_mismatch");
  }

  @Test
  void ofFiftySessionsAndFiftyProofKeysOnlyTheRightPairsPass() {
    List<TestDpopKey> keys = Stream.generate(TestDpopKey::generate).limit(50).toList();
    for (TestDpopKey own : keys) {
      AccessToken issued = alice.token();
      String secret = issued.token().reveal();
      Session session = alice.session(issued, alice.touch(own.thumbprint(), NOW));
      Rows stored = new Rows(Optional.of(session), rows.key(), rows.user());
      for (TestDpopKey used : keys) {
        String signed = used.proof("GET", URL, NOW).accessToken(secret).sign();
        Read read =
            SessionRequest.read(List.of("DPoP " + secret), List.of(signed), "GET", URL, NOW);
        Use use = presented(read).check(stored, TestLogin.BASE, NOW);
        if (own == used) {
          assertThat(use).isInstanceOf(Use.Allowed.class);
        } else {
          assertRefused(use, "proof_key_mismatch");
        }
      }
    }
  }

  @Test
  void refusesASessionThatIsNotThere() {
    var none = new Rows(Optional.empty(), rows.key(), rows.user());
    assertRefused(
        presented(read(List.of("DPoP " + text))).check(none, TestLogin.BASE, NOW),
        "session_unknown");
  }

  private Read read(List<String> authorization) {
    return SessionRequest.read(authorization, List.of(proof), "GET", URL, NOW);
  }

  private static SessionRequest presented(Read read) {
    assertThat(read).isInstanceOf(Read.Presented.class);
    return ((Read.Presented) read).request();
  }

  private static void assertRefused(Read read, String code) {
    assertThat(read).isInstanceOf(Read.Refused.class);
    assertThat(((Read.Refused) read).refusal().code()).isEqualTo(code);
  }

  private static void assertRefused(Use use, String code) {
    assertThat(use).isInstanceOf(Use.Refused.class);
    assertThat(((Use.Refused) use).refusal().code()).isEqualTo(code);
  }
}

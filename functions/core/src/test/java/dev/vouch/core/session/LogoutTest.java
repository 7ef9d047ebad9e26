package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.login.FakeLoginTables;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.SessionRequest.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogoutTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String URL = TestLogin.BASE.resolve("/oauth/revoke");

  private final FakeLoginTables tables = new FakeLoginTables();
  private final Logout logout = new Logout(tables, tables);
  private final TestLogin alice = new TestLogin("alice@example.com");
  private final TestDpopKey key = TestDpopKey.generate();
  private final AccessToken token = alice.token();
  private final Session session = alice.session(token, alice.touch(key.thumbprint(), NOW));

  @BeforeEach
  void aliceIsLoggedIn() {
    tables.put(alice.user());
    tables.put(alice.key());
    tables.put(session);
  }

  @Test
  void endsItsOwnSession() {
    assertThat(end(request(key, NOW), NOW)).isEmpty();
    assertThat(revokedAt()).contains(NOW);
  }

  @Test
  void refusesToEndAnotherSession() {
    AccessToken other = alice.token();
    tables.put(alice.session(other, alice.touch(key.thumbprint(), NOW)));
    assertRefused(logout.end(request(key, NOW), other.token(), NOW), "token_mismatch");
    assertThat(tables.session(other.sessionId()).orElseThrow().revokedAt()).isEmpty();
  }

  @Test
  void refusesWhoeverHasTheTokenAndNotTheKey() {
    assertRefused(end(request(TestDpopKey.generate(), NOW), NOW), "proof_key_mismatch");
    assertThat(revokedAt()).isEmpty();
  }

  @Test
  void refusesAProofThatWasUsed() {
    SessionRequest request = request(key, NOW);
    assertThat(tables.useOnce(request.proof())).isTrue();
    assertRefused(end(request, NOW), "proof_replayed");
    assertThat(revokedAt()).isEmpty();
  }

  @Test
  void isASuccessForASessionThatIsNotThere() {
    AccessToken gone = alice.token();
    assertThat(logout.end(request(gone, key, NOW), gone.token(), NOW)).isEmpty();
  }

  @Test
  void isASuccessForASessionThatHasEnded() {
    Instant later = NOW.plusSeconds(1);
    assertThat(end(request(key, NOW), NOW)).isEmpty();
    assertThat(end(request(key, later), later)).isEmpty();
    assertThat(revokedAt()).as("the first time counts").contains(NOW);
  }

  @Test
  void recordsTheEndOfASessionUntilItsTimeIsOver() {
    Instant last = NOW.plus(Duration.ofHours(8)).minusSeconds(1);
    assertThat(end(request(key, last), last)).isEmpty();
    assertThat(revokedAt()).contains(last);
  }

  @Test
  void writesNothingOnceTheTimeIsOver() {
    Instant over = NOW.plus(Duration.ofHours(8));
    SessionRequest request = request(key, over);
    assertThat(end(request, over)).isEmpty();
    assertThat(revokedAt()).isEmpty();
    assertThat(tables.useOnce(request.proof())).as("the proof is unused").isTrue();
  }

  @Test
  void saysWhoMayEndAnotherSession() {
    var refusal = new Logout.OtherToken();
    assertThat(refusal.detail()).endsWith(".");
    assertThat(refusal.help()).contains("administrator");
  }

  private Optional<Refusal> end(SessionRequest request, Instant now) {
    return logout.end(request, Secret.of(token.token().reveal()), now);
  }

  private Optional<Instant> revokedAt() {
    return tables.session(session.id()).orElseThrow().revokedAt();
  }

  private SessionRequest request(TestDpopKey signer, Instant at) {
    return request(token, signer, at);
  }

  private static SessionRequest request(AccessToken token, TestDpopKey signer, Instant at) {
    String text = token.token().reveal();
    String proof = signer.proof("POST", URL, at).accessToken(text).sign();
    Read read = SessionRequest.read(List.of("DPoP " + text), List.of(proof), "POST", URL, at);
    assertThat(read).isInstanceOf(Read.Presented.class);
    return ((Read.Presented) read).request();
  }

  private static void assertRefused(Optional<Refusal> refused, String code) {
    assertThat(refused).map(Refusal::code).contains(code);
  }
}

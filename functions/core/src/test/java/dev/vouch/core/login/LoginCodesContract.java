package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.login.LoginCodes.Outcome;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.TestLogin;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link LoginCodes} keeps. */
public abstract class LoginCodesContract {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.250Z");

  private final TestLogin alice = new TestLogin(UUID.randomUUID() + "@example.com");
  private final String jkt = Sha256.of(alice.key().id()).base64Url();
  private final TestLogin.Touch touch = alice.touch(jkt, Instant.parse("2026-11-21T09:59:30Z"));

  /** The ports of one instance of a function; another call gives another instance. */
  protected abstract Logins logins();

  protected abstract LoginCodes codes();

  protected abstract LoginTables tables();

  @Test
  void exchangesACodeForTheSessionThatIsStored() {
    LoginCode code = completed();
    Session session = session(code);
    assertThat(codes().start(code, session, proof("a"), NOW)).isInstanceOf(Outcome.Started.class);
    assertThat(tables().session(session.id())).contains(session);
    assertThat(codes().find(code.hash()).flatMap(LoginCode::usedFor)).contains(session.id());
    assertThat(tables().recordTypes())
        .containsExactlyInAnyOrder("login.completed", "session.started");
  }

  @Test
  void refusesACodeUsedTwice() {
    LoginCode code = completed();
    Session first = session(code);
    codes().start(code, first, proof("a"), NOW);
    Session second = session(code);
    assertThat(codes().start(code, second, proof("b"), NOW)).isEqualTo(new Outcome.CodeNotGood());
    assertThat(tables().session(second.id())).isEmpty();
    assertThat(codes().find(code.hash()).flatMap(LoginCode::usedFor)).contains(first.id());
    assertThat(tables().recordTypes())
        .containsExactlyInAnyOrder("login.completed", "session.started");
  }

  @Test
  void refusesAProofUsedTwice() {
    LoginCode code = completed();
    codes().start(code, session(code), proof("a"), NOW);
    assertThat(codes().start(code, session(code), proof("a"), NOW))
        .isEqualTo(new Outcome.ProofReplayed());
  }

  @ParameterizedTest
  @CsvSource({"59,true", "60,false", "61,false"})
  void refusesACodeFromTheSecondThatItExpires(long secondsLater, boolean good) {
    LoginCode code = completed();
    Outcome outcome = codes().start(code, session(code), proof("a"), NOW.plusSeconds(secondsLater));
    if (good) {
      assertThat(outcome).isInstanceOf(Outcome.Started.class);
    } else {
      assertThat(outcome).isEqualTo(new Outcome.CodeNotGood());
    }
  }

  @Test
  void refusesACodeThatWasNeverStored() {
    LoginCode code = completed();
    var other =
        new LoginCode(
            Sha256.of("another code"),
            code.redirectUri(),
            code.codeChallenge(),
            code.jkt(),
            code.user(),
            code.key(),
            code.login(),
            code.evidence(),
            code.expiresAt(),
            code.sessionExpiresAt(),
            code.usedFor());
    assertThat(codes().start(other, session(code), proof("a"), NOW))
        .isEqualTo(new Outcome.CodeNotGood());
    assertThat(codes().find(other.hash())).isEmpty();
  }

  @Test
  void letsOneOfManyUseACodeAtOnce() throws Exception {
    LoginCode code = completed();
    List<Outcome> outcomes =
        Race.run(runner -> {
          LoginCodes instance = codes();
          Session session = session(code);
          return () -> instance.start(code, session, proof("proof " + runner), NOW);
        });
    assertOneStarted(outcomes, new Outcome.CodeNotGood());
  }

  @Test
  void letsOneOfManyUseAProofAtOnce() throws Exception {
    LoginCode code = completed();
    List<Outcome> outcomes =
        Race.run(runner -> {
          LoginCodes instance = codes();
          Session session = session(code);
          return () -> instance.start(code, session, proof("a"), NOW);
        });
    assertOneStarted(outcomes, new Outcome.ProofReplayed());
  }

  private void assertOneStarted(List<Outcome> outcomes, Outcome others) {
    assertThat(outcomes).filteredOn(Outcome.Started.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(others::equals).hasSize(Race.RUNNERS - 1);
    assertThat(tables().recordTypes())
        .containsExactlyInAnyOrder("login.completed", "session.started");
  }

  private LoginCode completed() {
    Logins.Completed login = CompletedLogin.of(alice, touch, Sha256.of("code of " + jkt), 1);
    assertThat(logins().complete(login, NOW)).isInstanceOf(Logins.Outcome.Recorded.class);
    return codes().find(login.code()).orElseThrow();
  }

  private Session session(LoginCode code) {
    return CompletedLogin.session(alice, code, NOW);
  }

  private Proof proof(String id) {
    return new Proof(jkt, Sha256.of(id), Instant.ofEpochSecond(NOW.getEpochSecond()));
  }
}

package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.login.Logins.Outcome;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.TestLogin;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link Logins} keeps. */
public abstract class LoginsContract {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  protected final TestLogin alice = new TestLogin(UUID.randomUUID() + "@example.com");

  /** The ports of one instance of a function; another call gives another instance. */
  protected abstract Logins logins();

  protected abstract LoginCodes codes();

  protected abstract LoginTables tables();

  @Test
  void findsAnEnrolledKeyWithItsUserAndTheCountOfTheEnrolment() {
    enrol();
    assertThat(logins().find(alice.key().id()))
        .contains(new Logins.Enrolled(alice.key(), alice.user(), 0));
  }

  @Test
  void findsNoKeyThatIsNotEnrolled() {
    assertThat(logins().find(Sha256.of("unknown").base64Url())).isEmpty();
  }

  @Test
  void findsNoKeyWithoutItsUser() {
    tables().put(alice.key());
    assertThat(logins().find(alice.key().id())).isEmpty();
  }

  @Test
  void storesTheCodeOfACompletedLoginWithTheIdOfItsRecord() {
    Logins.Completed login = login("nonce", 1);
    Outcome outcome = logins().complete(login, NOW);
    assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
    String record = ((Outcome.Recorded) outcome).receipt().id();
    assertThat(codes().find(login.code())).contains(login.loginCode(record, NOW));
    assertThat(tables().recordTypes()).containsExactly("login.completed");
  }

  @Test
  void findsNoCodeThatWasNotStored() {
    assertThat(codes().find(Sha256.of("unknown"))).isEmpty();
  }

  @Test
  void refusesAChallengeUsedTwice() {
    logins().complete(login("nonce", 1), NOW);
    Logins.Completed again = login("nonce", 2);
    assertThat(logins().complete(again, NOW)).isEqualTo(new Outcome.ChallengeUsed());
    assertThat(codes().find(again.code())).isEmpty();
    assertThat(tables().recordTypes()).containsExactly("login.completed");
  }

  @Test
  void keepsTheCountOfTheLastLogin() {
    enrol();
    logins().complete(login("nonce", 5), NOW);
    assertThat(logins().find(alice.key().id()))
        .contains(new Logins.Enrolled(alice.key(), alice.user(), 5));
  }

  @ParameterizedTest
  @CsvSource({"5,6,true", "5,5,false", "5,4,false", "5,0,false", "0,0,true", "0,1,true"})
  void refusesACountThatDoesNotGoUp(long first, long second, boolean accepted) {
    logins().complete(login("first", first), NOW);
    Logins.Completed login = login("second", second);
    Outcome outcome = logins().complete(login, NOW);
    if (accepted) {
      assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
    } else {
      assertThat(outcome).isEqualTo(new Outcome.CounterSteppedBack());
      assertThat(codes().find(login.code())).isEmpty();
    }
  }

  @Test
  void recordsARefusedLoginOnce() {
    Logins.Completed login = login("nonce", 1);
    var refused = new Logins.Refused(login.statement(), login.user(), login.key(), "user_disabled");
    assertThat(logins().refuse(refused, NOW)).isInstanceOf(Outcome.Recorded.class);
    assertThat(logins().refuse(refused, NOW)).isEqualTo(new Outcome.ChallengeUsed());
    assertThat(logins().complete(login, NOW)).isEqualTo(new Outcome.ChallengeUsed());
    assertThat(tables().recordTypes()).containsExactly("login.refused");
  }

  @Test
  void letsOneOfManyUseAChallengeAtOnce() throws Exception {
    List<Outcome> outcomes =
        Race.run(runner -> {
          Logins instance = logins();
          Logins.Completed login = login("nonce", 1L + runner);
          return () -> instance.complete(login, NOW);
        });
    assertThat(outcomes).filteredOn(Outcome.Recorded.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(Outcome.ChallengeUsed.class::isInstance)
        .hasSize(Race.RUNNERS - 1);
    assertThat(tables().recordTypes()).containsExactly("login.completed");
  }

  private void enrol() {
    tables().put(alice.user());
    tables().put(alice.key());
  }

  private Logins.Completed login(String nonce, long count) {
    TestLogin.Touch touch =
        alice.touch(Sha256.of("dpop key of " + nonce + alice.key().id()).base64Url(), NOW);
    Sha256 code = Sha256.of("code " + nonce + count + alice.key().id());
    return CompletedLogin.of(alice, touch, code, count);
  }
}

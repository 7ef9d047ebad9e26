package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.login.LoginTables;
import dev.vouch.core.login.Race;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.SessionEnding.Ended;
import dev.vouch.core.session.SessionEnding.Outcome;
import dev.vouch.core.session.SessionEnding.Reason;
import dev.vouch.core.session.SessionEvidence.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link SessionRows} and {@link SessionEnding} keeps. */
public abstract class SessionsContract {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.250Z");

  private final TestLogin alice = new TestLogin(UUID.randomUUID() + "@example.com");
  private final AccessToken token = alice.token();
  private final String jkt = Sha256.of(token.sessionId()).base64Url();
  private final Session session =
      alice.session(token, alice.touch(jkt, Instant.parse("2026-11-21T09:00:00Z")));

  /** The ports of one instance of a function; another call gives another instance. */
  protected abstract SessionRows rows();

  protected abstract SessionEnding endings();

  protected abstract LoginTables tables();

  @Test
  void readsTheThreeRowsThatATokenNames() {
    store();
    assertThat(rows().read(token))
        .isEqualTo(
            new Rows(Optional.of(session), Optional.of(alice.key()), Optional.of(alice.user())));
  }

  @Test
  void readsWhatThereIsAndNoMore() {
    assertThat(rows().read(token))
        .isEqualTo(new Rows(Optional.empty(), Optional.empty(), Optional.empty()));
    tables().put(alice.user());
    assertThat(rows().read(token))
        .isEqualTo(new Rows(Optional.empty(), Optional.empty(), Optional.of(alice.user())));
    tables().put(alice.key());
    assertThat(rows().read(token))
        .isEqualTo(new Rows(Optional.empty(), Optional.of(alice.key()), Optional.of(alice.user())));
  }

  @Test
  void readsNothingOfAnotherToken() {
    store();
    assertThat(rows().read(alice.token()).session()).isEmpty();
  }

  @Test
  void takesAProofOnce() {
    assertThat(rows().useOnce(proof("a"))).isTrue();
    assertThat(rows().useOnce(proof("a"))).isFalse();
    assertThat(rows().useOnce(proof("b"))).isTrue();
  }

  @Test
  void takesTheSameIdFromAnotherKey() {
    assertThat(rows().useOnce(proof("a"))).isTrue();
    var other = new Proof(Sha256.of("another" + jkt).base64Url(), Sha256.of("a"), NOW);
    assertThat(rows().useOnce(other)).isTrue();
  }

  @Test
  void letsOneOfManyUseAProofAtOnce() throws Exception {
    List<Boolean> results =
        Race.run(runner -> {
          SessionRows instance = rows();
          return () -> instance.useOnce(proof("a"));
        });
    assertThat(results).filteredOn(used -> used).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void endsALiveSession(Reason reason) {
    store();
    assertThat(endings().end(ended(reason), proof("a"), NOW)).isInstanceOf(Outcome.Recorded.class);
    assertThat(tables().session(session.id()).flatMap(Session::revokedAt)).contains(NOW);
    assertThat(tables().recordTypes()).containsExactly("session.ended");
  }

  @Test
  void changesNothingElseOfAnEndedSession() {
    store();
    endings().end(ended(Reason.LOGOUT), proof("a"), NOW);
    Session ended = tables().session(session.id()).orElseThrow();
    assertThat(ended.evidence()).isEqualTo(session.evidence());
    assertThat(ended.expiresAt()).isEqualTo(session.expiresAt());
  }

  @Test
  void endsASessionOnce() {
    store();
    endings().end(ended(Reason.LOGOUT), proof("a"), NOW);
    assertThat(endings().end(ended(Reason.LOGOUT), proof("b"), NOW.plusSeconds(1)))
        .isEqualTo(new Outcome.NotLive());
    assertThat(tables().session(session.id()).flatMap(Session::revokedAt)).contains(NOW);
    assertThat(tables().recordTypes()).containsExactly("session.ended");
  }

  @Test
  void makesNoSessionByEndingOneThatIsNotThere() {
    assertThat(endings().end(ended(Reason.LOGOUT), proof("a"), NOW))
        .isEqualTo(new Outcome.NotLive());
    assertThat(tables().session(session.id())).isEmpty();
    assertThat(tables().recordTypes()).isEmpty();
  }

  @Test
  void endsNothingWithAProofUsedBefore() {
    store();
    rows().useOnce(proof("a"));
    assertThat(endings().end(ended(Reason.LOGOUT), proof("a"), NOW))
        .isEqualTo(new Outcome.ProofReplayed());
    assertThat(tables().session(session.id()).flatMap(Session::revokedAt)).isEmpty();
  }

  @Test
  void recordsOneEndWhenManyEndASessionAtOnce() throws Exception {
    store();
    List<Outcome> outcomes =
        Race.run(runner -> {
          SessionEnding instance = endings();
          return () -> instance.end(ended(Reason.LOGOUT), proof("proof " + runner), NOW);
        });
    assertThat(outcomes).filteredOn(Outcome.Recorded.class::isInstance).hasSize(1);
    assertThat(tables().recordTypes()).containsExactly("session.ended");
  }

  private void store() {
    tables().put(alice.user());
    tables().put(alice.key());
    tables().put(session);
  }

  private Ended ended(Reason reason) {
    return new Ended(session.id(), session.user(), reason);
  }

  private Proof proof(String id) {
    return new Proof(jkt, Sha256.of(id), Instant.ofEpochSecond(NOW.getEpochSecond()));
  }
}

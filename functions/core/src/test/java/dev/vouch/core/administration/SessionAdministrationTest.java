package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.session.Session;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionAdministrationTest {
  private static final Session SESSION = Samples.session("token", 0);
  private static final Instant NOW = Samples.NOW.plusSeconds(60);

  private final FakeSessionRegister register = new FakeSessionRegister();
  private final SessionAdministration sessions = new SessionAdministration(register);

  @BeforeEach
  void start() {
    register.start(SESSION);
  }

  @Test
  void listsSessionsUntilTheyExpire() {
    Instant end = SESSION.expiresAt();
    assertThat(sessions.list(end.minusMillis(1))).containsExactly(SESSION);
    assertThat(sessions.list(end)).isEmpty();
    assertThat(sessions.list(Samples.USER.value(), end.minusMillis(1))).containsExactly(SESSION);
    assertThat(sessions.list(Samples.USER.value(), end)).isEmpty();
  }

  @Test
  void listsNothingForSomebodyElse() {
    assertThat(sessions.list("somebody@example.com", NOW)).isEmpty();
    assertThat(sessions.list("no address", NOW)).isEmpty();
  }

  @Test
  void recordsWhoRevokedWhat() {
    assertThat(UserAdministrationTest.done(revoke(NOW)).revokedAt()).contains(NOW);
    assertThat(register.audited())
        .containsExactly(
            AuditEntry.of("session.revoked")
                .with("actor", Samples.ACTOR)
                .with("user", Samples.USER.value())
                .with("session", SESSION.id()));
  }

  @Test
  void revokingTwiceIsOneChange() {
    revoke(NOW);
    assertThat(UserAdministrationTest.done(revoke(NOW.plusSeconds(5))).revokedAt()).contains(NOW);
    assertThat(register.audited()).hasSize(1);
  }

  @Test
  void refusesASessionThatIsNotThere() {
    assertThat(UserAdministrationTest.code(sessions.revoke(Samples.ACTOR, "other", NOW)))
        .isEqualTo("session_unknown");
  }

  @Test
  void refusesASessionThatHasExpired() {
    assertThat(UserAdministrationTest.code(revoke(SESSION.expiresAt())))
        .isEqualTo("session_unknown");
    assertThat(register.audited()).isEmpty();
  }

  private Outcome<Session> revoke(Instant now) {
    return sessions.revoke(Samples.ACTOR, SESSION.id(), now);
  }
}

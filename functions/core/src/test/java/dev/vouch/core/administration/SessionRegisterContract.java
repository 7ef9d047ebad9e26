package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.session.Session;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SessionRegister} does. */
public abstract class SessionRegisterContract {
  private static final Session EARLY = Samples.session("early", 0);
  private static final Session LATE = Samples.session("late", 5);
  private static final AuditEntry ENTRY = AuditEntry.of("session.revoked").with("actor", "a");

  private SessionRegister register = new FakeSessionRegister();

  /** An empty register. */
  protected abstract SessionRegister register();

  /** Stores a session as the function {@code authenticate} does. */
  protected abstract void start(Session session);

  /** The types of the audit records written, without the births of chains. */
  protected abstract List<String> audited();

  @BeforeEach
  void begin() {
    register = register();
    start(LATE);
    start(EARLY);
  }

  @Test
  void listsTheOldestFirst() {
    assertThat(register.list()).containsExactly(EARLY, LATE);
  }

  @Test
  void listsTheSessionsOfOneUser() {
    assertThat(register.of(Samples.USER)).containsExactly(EARLY, LATE);
    assertThat(register.of(new UserId("somebody@example.com"))).isEmpty();
  }

  @Test
  void findsASession() {
    assertThat(register.find(EARLY.id())).contains(EARLY);
    assertThat(register.find("none")).isEmpty();
  }

  @Test
  void revokesASessionAndNoOther() {
    assertThat(register.revoke(EARLY, ENTRY, Samples.NOW)).isTrue();
    assertThat(register.find(EARLY.id()).flatMap(Session::revokedAt)).contains(Samples.NOW);
    assertThat(register.find(LATE.id())).contains(LATE);
    assertThat(audited()).containsExactly("session.revoked");
  }

  @Test
  void doesNotRevokeTwice() {
    register.revoke(EARLY, ENTRY, Samples.NOW);
    assertThat(register.revoke(EARLY, ENTRY, Samples.NOW.plusSeconds(1))).isFalse();
    assertThat(register.find(EARLY.id()).flatMap(Session::revokedAt)).contains(Samples.NOW);
    assertThat(audited()).hasSize(1);
  }

  @Test
  void doesNotRevokeASessionThatIsGone() {
    assertThat(register.revoke(Samples.session("gone", 0), ENTRY, Samples.NOW)).isFalse();
    assertThat(register.list()).hasSize(2);
    assertThat(audited()).isEmpty();
  }
}

package dev.vouch.core.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.enrolment.Enrolments.Completed;
import dev.vouch.core.enrolment.Enrolments.Conflict;
import dev.vouch.core.enrolment.Enrolments.Invited;
import dev.vouch.core.enrolment.Enrolments.Outcome;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.User.Status;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link Enrolments} keeps. */
public abstract class EnrolmentsContract {
  protected static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final UserId USER = new UserId("user@example.com");
  private static final UserId OTHER = new UserId("other@example.com");

  /** The port of one instance of the function; another call gives another instance. */
  protected abstract Enrolments enrolments();

  /** Stores a user with an open invitation, as the function {@code administer} does. */
  protected abstract void invite(User user, Invitation invitation);

  protected abstract Optional<User> user(UserId id);

  protected abstract Optional<EnrolledKey> key(String id);

  /** The types of the records, oldest first, without the births of chains. */
  protected abstract List<String> recordTypes();

  @Test
  void findsAnInvitationWithItsUser() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    assertThat(enrolments().find(Sha256.of("secret")))
        .contains(new Invited(invitation("secret", USER), user(USER, Status.INVITED)));
  }

  @Test
  void findsNoInvitationForAnotherSecret() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    assertThat(enrolments().find(Sha256.of("another"))).isEmpty();
  }

  @Test
  void writesEverythingAtOnce() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    Completed completed = completed("secret", USER, "nonce", "credential");
    assertThat(enrolments().complete(completed, NOW)).isInstanceOf(Outcome.Recorded.class);
    assertThat(user(USER)).contains(user(USER, Status.ACTIVE));
    assertThat(key(completed.key().id())).contains(completed.key());
    assertThat(enrolments().find(Sha256.of("secret"))).isEmpty();
    assertThat(recordTypes()).containsExactly("key.enrolled");
  }

  @Test
  void refusesAChallengeUsedTwice() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    enrolments().complete(completed("secret", USER, "nonce", "credential"), NOW);
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    assertRefused(completed("secret", USER, "nonce", "second"), Conflict.CHALLENGE_USED);
  }

  @Test
  void refusesAnInvitationUsedTwice() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    enrolments().complete(completed("secret", USER, "nonce", "credential"), NOW);
    assertRefused(
        completed("secret", USER, "another", "second"),
        Conflict.INVITATION_GONE,
        Conflict.USER_CHANGED);
  }

  @Test
  void refusesTheInvitationOfAnother() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    invite(user(OTHER, Status.INVITED), invitation("of the other", OTHER));
    assertRefused(
        completed("of the other", USER, "nonce", "credential"),
        Conflict.INVITATION_GONE,
        Conflict.USER_CHANGED);
  }

  @Test
  void refusesAnInvitationFromTheSecondOnInWhichItExpires() {
    Invitation invitation = invitation("secret", USER);
    Completed completed = completed("secret", USER, "nonce", "credential");
    invite(user(USER, Status.INVITED), invitation);
    assertThat(enrolments().complete(completed, invitation.expiresAt()))
        .isEqualTo(new Outcome.Refused(java.util.Set.of(Conflict.INVITATION_GONE)));
    assertThat(enrolments().complete(completed, invitation.expiresAt().minusSeconds(1)))
        .isInstanceOf(Outcome.Recorded.class);
  }

  @Test
  void refusesAUserWhoIsNotWaitingForAKey() {
    invite(user(USER, Status.ACTIVE), invitation("secret", USER));
    assertRefused(completed("secret", USER, "nonce", "credential"), Conflict.USER_CHANGED);
    invite(user(OTHER, Status.DISABLED), invitation("other", OTHER));
    assertRefused(completed("other", OTHER, "nonce", "credential"), Conflict.USER_CHANGED);
  }

  @Test
  void refusesACredentialThatSomebodyHasEnrolled() {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    enrolments().complete(completed("secret", USER, "nonce", "credential"), NOW);
    invite(user(OTHER, Status.INVITED), invitation("other", OTHER));
    assertRefused(completed("other", OTHER, "another", "credential"), Conflict.CREDENTIAL_ENROLLED);
    assertThat(user(OTHER)).contains(user(OTHER, Status.INVITED));
    assertThat(enrolments().find(Sha256.of("other"))).isPresent();
  }

  @Test
  void letsOneOfManyUseAnInvitationAtOnce() throws Exception {
    invite(user(USER, Status.INVITED), invitation("secret", USER));
    List<Callable<Outcome>> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Enrolments instance = enrolments();
      Completed completed = completed("secret", USER, "nonce" + i, "credential" + i);
      parts.add(() -> instance.complete(completed, NOW));
    }
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
      for (Future<Outcome> future : threads.invokeAll(parts)) {
        outcomes.add(future.get());
      }
    }
    assertThat(outcomes).filteredOn(Outcome.Recorded.class::isInstance).hasSize(1);
    assertThat(recordTypes()).containsExactly("key.enrolled");
  }

  private void assertRefused(Completed completed, Conflict... conflicts) {
    int before = recordTypes().size();
    assertThat(enrolments().complete(completed, NOW))
        .isEqualTo(new Outcome.Refused(java.util.Set.of(conflicts)));
    assertThat(recordTypes()).hasSize(before);
  }

  private static User user(UserId id, Status status) {
    return new User(id, List.of("platform"), status, Bytes.of(new byte[32]), NOW);
  }

  private static Invitation invitation(String secret, UserId user) {
    return new Invitation(Sha256.of(secret), user, NOW, NOW.plus(Invitation.LIFE));
  }

  private static Completed completed(String secret, UserId user, String nonce, String credential) {
    Bytes id = Bytes.utf8(credential);
    return new Completed(
        new EnrolmentStatement("https://vouch.example.com", user, Sha256.of(secret), NOW, nonce),
        new EnrolledKey(
            EnrolledKey.idOf(id),
            user,
            id,
            Bytes.utf8("public key"),
            "766f7563-6820-4c6f-6361-6c204b657921",
            "Example key",
            Bytes.utf8("attestation object"),
            Bytes.utf8("client data"),
            1,
            NOW));
  }
}

package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.administration.Directory.Change;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.User.Status;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Sha256;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Directory} does. */
public abstract class DirectoryContract {
  private static final AuditEntry ENTRY = AuditEntry.of("user.invited").with("actor", "a");

  private Directory directory = new FakeDirectory();

  /** An empty directory. */
  protected abstract Directory directory();

  /** Stores a key and makes its user active, as the function {@code enroll} does. */
  protected abstract void enrol(EnrolledKey key);

  /** The open invitations' secrets, by hash. */
  protected abstract List<Sha256> invitations();

  /** The types of the audit records written, without the births of chains. */
  protected abstract List<String> audited();

  @BeforeEach
  void begin() {
    directory = directory();
  }

  @Test
  void findsNobodyAtFirst() {
    assertThat(directory.list()).isEmpty();
    assertThat(directory.find(Samples.USER)).isEmpty();
  }

  @Test
  void storesAnInvitedUserWithTheInvitationAndItsRecord() {
    assertThat(invite(Optional.empty(), Samples.user(), "first")).isTrue();
    assertThat(directory.find(Samples.USER)).contains(new Member(Samples.user(), List.of()));
    assertThat(directory.list()).containsExactly(new Member(Samples.user(), List.of()));
    assertThat(invitations()).containsExactly(Sha256.of("first"));
    assertThat(audited()).containsExactly("user.invited");
  }

  @Test
  void closesTheInvitationBefore() {
    invite(Optional.empty(), Samples.user(), "first");
    User other =
        new User(Samples.USER, List.of("other"), Status.INVITED, Samples.HANDLE, Samples.NOW);
    assertThat(invite(Optional.of(Samples.user()), other, "second")).isTrue();
    assertThat(invitations()).containsExactly(Sha256.of("second"));
    assertThat(directory.find(Samples.USER)).map(Member::user).contains(other);
  }

  @Test
  void keepsTheInvitationOfAnotherUser() {
    UserId somebody = new UserId("somebody@example.com");
    User other = new User(somebody, List.of(), Status.INVITED, Samples.HANDLE, Samples.NOW);
    invite(Optional.empty(), other, "other");
    invite(Optional.empty(), Samples.user(), "first");
    invite(Optional.of(Samples.user()), Samples.user(), "second");
    assertThat(invitations()).containsExactlyInAnyOrder(Sha256.of("other"), Sha256.of("second"));
    assertThat(directory.list())
        .extracting(member -> member.user().id())
        .containsExactly(somebody, Samples.USER);
  }

  @Test
  void doesNotInviteAsNewSomebodyWhoIsThere() {
    invite(Optional.empty(), Samples.user(), "first");
    assertThat(invite(Optional.empty(), Samples.user(), "second")).isFalse();
    assertThat(invitations()).containsExactly(Sha256.of("first"));
    assertThat(audited()).hasSize(1);
  }

  @Test
  void doesNotInviteSomebodyWhoEnrolledMeanwhile() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    assertThat(invite(Optional.of(Samples.user()), Samples.user(), "second")).isFalse();
    assertThat(invitations()).isEmpty();
    assertThat(audited()).hasSize(1);
  }

  @Test
  void showsTheKeysOfAUser() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    Member expected = new Member(Samples.user(Status.ACTIVE), List.of(Samples.key("credential")));
    assertThat(directory.find(Samples.USER)).contains(expected);
    assertThat(directory.list()).containsExactly(expected);
  }

  @Test
  void setsTheStatus() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    assertThat(setStatus(Status.ACTIVE, Status.DISABLED)).isTrue();
    assertThat(directory.find(Samples.USER).map(Member::user))
        .contains(Samples.user(Status.DISABLED));
    assertThat(audited()).containsExactly("user.invited", "user.disabled");
  }

  @Test
  void doesNotSetTheStatusOfSomebodyWhoChangedMeanwhile() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    assertThat(setStatus(Status.INVITED, Status.DISABLED)).isFalse();
    assertThat(directory.find(Samples.USER).map(Member::user))
        .contains(Samples.user(Status.ACTIVE));
    assertThat(audited()).hasSize(1);
  }

  @Test
  void closesTheInvitationOfADisabledUser() {
    invite(Optional.empty(), Samples.user(), "first");
    assertThat(setStatus(Status.INVITED, Status.DISABLED)).isTrue();
    assertThat(invitations()).isEmpty();
  }

  @Test
  void invitesSomebodyEnabledAgain() {
    invite(Optional.empty(), Samples.user(), "first");
    setStatus(Status.INVITED, Status.DISABLED);
    setStatus(Status.DISABLED, Status.INVITED);
    assertThat(invite(Optional.of(Samples.user()), Samples.user(), "second")).isTrue();
    assertThat(invitations()).containsExactly(Sha256.of("second"));
  }

  @Test
  void removesAKey() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    assertThat(removeKey(Samples.user(Status.ACTIVE), Samples.user())).isTrue();
    assertThat(directory.find(Samples.USER)).contains(new Member(Samples.user(), List.of()));
    assertThat(audited()).containsExactly("user.invited", "key.removed");
  }

  @Test
  void leavesTheUserAsItIsWhereOnlyAKeyGoes() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    assertThat(removeKey(Samples.user(Status.ACTIVE), Samples.user(Status.ACTIVE))).isTrue();
    assertThat(directory.find(Samples.USER))
        .contains(new Member(Samples.user(Status.ACTIVE), List.of()));
  }

  @Test
  void doesNotRemoveAKeyTwice() {
    invite(Optional.empty(), Samples.user(), "first");
    enrol(Samples.key("credential"));
    removeKey(Samples.user(Status.ACTIVE), Samples.user());
    assertThat(removeKey(Samples.user(), Samples.user())).isFalse();
    assertThat(audited()).hasSize(2);
  }

  private boolean invite(Optional<User> before, User after, String secret) {
    Invitation invitation =
        new Invitation(
            Sha256.of(secret), after.id(), Samples.NOW, Samples.NOW.plus(Invitation.LIFE));
    return directory.write(new Change.Invite(before, after, invitation), ENTRY, Samples.NOW);
  }

  private boolean setStatus(Status before, Status after) {
    return directory.write(
        new Change.SetStatus(
            Samples.user(before),
            after == Status.DISABLED
                ? Samples.user(before).disabled(Samples.NOW)
                : Samples.user(after)),
        AuditEntry.of("user.disabled"),
        Samples.NOW);
  }

  private boolean removeKey(User before, User after) {
    return directory.write(
        new Change.RemoveKey(before, after, Samples.key("credential")),
        AuditEntry.of("key.removed"),
        Samples.NOW);
  }
}

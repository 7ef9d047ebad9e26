package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.administration.UserAdministration.Invited;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User.Status;
import dev.vouch.core.identity.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserAdministrationTest {
  private static final String USER = Samples.USER.value();
  private static final EnrolledKey KEY = Samples.key("credential");
  private static final Instant NOW = Samples.NOW;

  private final FakeDirectory directory = new FakeDirectory();
  private byte drawn;
  private final UserAdministration users =
      new UserAdministration(directory, count -> filled(count, drawn++));

  @Nested
  class Inviting {
    @Test
    void storesTheUserAndOnlyTheHashOfTheSecretFor72Hours() {
      Invited invited = done(invite(USER, "platform", "release"));
      assertThat(invited.secret().reveal()).hasSize(43);
      assertThat(invited.expiresAt()).isEqualTo(NOW.plus(Invitation.LIFE));
      assertThat(invited.user().status()).isEqualTo(Status.INVITED);
      assertThat(invited.user().groups()).containsExactly("platform", "release");
      assertThat(directory.invitations())
          .containsExactly(
              new Invitation(invited.secret().hash(), Samples.USER, NOW, invited.expiresAt()));
      assertThat(directory.audited())
          .containsExactly(
              AuditEntry.of("user.invited")
                  .with("actor", Samples.ACTOR)
                  .with("user", USER)
                  .with("groups", List.of("platform", "release"))
                  .with("invitation_expires_at", "2026-11-24T10:00:00Z"));
    }

    @Test
    void lowersTheAddress() {
      assertThat(done(invite("User@Example.COM")).user().id()).isEqualTo(Samples.USER);
    }

    @Test
    void invitesAgainWithAnotherSecretAndTheNewGroupsButTheSameHandle() {
      Invited first = done(invite(USER, "platform"));
      Invited second = done(invite(USER, "release"));
      assertThat(second.secret()).isNotEqualTo(first.secret());
      assertThat(second.user().handle()).isEqualTo(first.user().handle());
      assertThat(second.user().groups()).containsExactly("release");
      assertThat(directory.invitations()).hasSize(1);
    }

    @Test
    void refusesSomebodyWithAKey() {
      invite(USER);
      directory.enrol(KEY);
      assertThat(code(invite(USER))).isEqualTo("user_exists");
    }

    @Test
    void refusesSomebodyWhoEnrolsMeanwhile() {
      invite(USER);
      directory.beforeTheNextWrite(() -> directory.enrol(KEY));
      assertThat(code(invite(USER))).isEqualTo("user_exists");
      assertThat(directory.audited()).hasSize(1);
    }

    @Test
    void refusesSomebodyDisabled() {
      invite(USER);
      disable();
      assertThat(code(invite(USER))).isEqualTo("user_disabled");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "user",
          "@example.com",
          "user@",
          "user@example.com ",
          "us er@example.com",
          "user@example.com\n",
          "user@exämple.com",
          "user@a@b",
          "user#x@example.com",
          "a1234567890123456789012345678901234567890123456789012@example.com"
        })
    void refusesAnAddressThatIsNoSourceIdentity(String address) {
      assertThat(code(invite(address))).isEqualTo("email_invalid");
      assertThat(directory.list()).isEmpty();
    }

    @Test
    void namesEveryCharacterThatAnAddressTakesAndNoOther() {
      String help = " " + new Refusal.EmailInvalid().help() + " ";
      for (char c : "!\"#$%&'()*+,-./:;<=>?[\\]^_`{|}~".toCharArray()) {
        boolean taken = UserId.parse("a" + c + "b@example.com").isPresent();
        assertThat(help.contains(" " + c + " ")).as("%s", c).isEqualTo(taken);
      }
    }

    @Test
    void takesAnAddressOfTheGreatestLength() {
      String longest = "a123456789012345678901234567890123456789012345678901@example.com";
      assertThat(longest).hasSize(64);
      assertThat(done(invite(longest)).user().id().value()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Platform", "a b", "-a", "a/b", "a*", "ä", "a\n"})
    void refusesAGroupOutsideTheGrammar(String group) {
      assertThat(code(invite(USER, "platform", group))).isEqualTo("group_invalid");
    }

    @Test
    void refusesAGroupNamedTwice() {
      assertThat(code(invite(USER, "platform", "platform"))).isEqualTo("group_invalid");
    }

    @Test
    void takesAsManyGroupsAsThereMayBeAndNoMore() {
      List<String> most =
          new ArrayList<>(
              IntStream.range(0, UserAdministration.MAX_GROUPS).mapToObj(i -> "g" + i).toList());
      assertThat(done(users.invite(Samples.ACTOR, USER, most, NOW)).user().groups())
          .hasSize(UserAdministration.MAX_GROUPS);
      most.add("one-more");
      assertThat(code(users.invite(Samples.ACTOR, USER, most, NOW))).isEqualTo("group_invalid");
    }

    @Test
    void takesGroupNamesUpTo64Characters() {
      assertThat(done(invite(USER, "a".repeat(64))).user().groups()).hasSize(1);
      assertThat(code(invite(USER, "a".repeat(65)))).isEqualTo("group_invalid");
    }
  }

  @Nested
  class DisablingAndEnabling {
    @Test
    void recordsWhoDisabledWhom() {
      invite(USER);
      directory.enrol(KEY);
      assertThat(done(disable()).user().status()).isEqualTo(Status.DISABLED);
      assertThat(directory.audited().getLast())
          .isEqualTo(
              AuditEntry.of("user.disabled").with("actor", Samples.ACTOR).with("user", USER));
    }

    @Test
    void enablingDoesNotReviveWhatWasSignedBefore() {
      invite(USER);
      directory.enrol(KEY);
      done(users.disable(Samples.ACTOR, USER, NOW.plusSeconds(1)));
      assertThat(done(enable()).user().loginsFrom()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void disablingTwiceIsOneChange() {
      invite(USER);
      disable();
      assertThat(done(disable()).user().status()).isEqualTo(Status.DISABLED);
      assertThat(types()).containsExactly("user.invited", "user.disabled");
    }

    @Test
    void closesAnOpenInvitation() {
      invite(USER);
      disable();
      assertThat(directory.invitations()).isEmpty();
    }

    @Test
    void disablesSomebodyWhoEnrolsMeanwhile() {
      invite(USER);
      directory.beforeTheNextWrite(() -> directory.enrol(KEY));
      Member disabled = done(disable());
      assertThat(disabled.user().status()).isEqualTo(Status.DISABLED);
      assertThat(disabled.keys()).containsExactly(KEY);
    }

    @Test
    void enablesSomebodyWithAKeyAsActive() {
      invite(USER);
      directory.enrol(KEY);
      disable();
      assertThat(done(enable()).user().status()).isEqualTo(Status.ACTIVE);
      assertThat(types()).containsExactly("user.invited", "user.disabled", "user.enabled");
    }

    @Test
    void enablesSomebodyWithoutAKeyAsInvited() {
      invite(USER);
      disable();
      assertThat(done(enable()).user().status()).isEqualTo(Status.INVITED);
    }

    @Test
    void enablingTwiceIsOneChange() {
      invite(USER);
      assertThat(done(enable()).user().status()).isEqualTo(Status.INVITED);
      assertThat(types()).containsExactly("user.invited");
    }

    @Test
    void refusesSomebodyUnknown() {
      assertThat(code(disable())).isEqualTo("user_unknown");
      assertThat(code(enable())).isEqualTo("user_unknown");
      assertThat(code(users.disable(Samples.ACTOR, "no address", NOW))).isEqualTo("user_unknown");
    }
  }

  @Nested
  class Keys {
    @Test
    void areListed() {
      invite(USER);
      directory.enrol(KEY);
      assertThat(done(users.keys(USER))).containsExactly(KEY);
    }

    @Test
    void ofSomebodyUnknownAreRefused() {
      assertThat(code(users.keys(USER))).isEqualTo("user_unknown");
    }

    @Test
    void areRemovedWithARecord() {
      invite(USER);
      directory.enrol(KEY);
      assertThat(done(remove(KEY.id()))).isEqualTo(KEY);
      assertThat(directory.audited().getLast())
          .isEqualTo(
              AuditEntry.of("key.removed")
                  .with("actor", Samples.ACTOR)
                  .with("user", USER)
                  .with("key", KEY.id()));
    }

    @Test
    void leaveTheirUserInvitedWhereTheLastIsGone() {
      invite(USER);
      directory.enrol(KEY);
      remove(KEY.id());
      assertThat(directory.find(Samples.USER).orElseThrow().user().status())
          .isEqualTo(Status.INVITED);
      assertThat(done(invite(USER)).user().status()).isEqualTo(Status.INVITED);
    }

    @Test
    void leaveTheirUserActiveWhereAnotherRemains() {
      invite(USER);
      directory.enrol(KEY);
      directory.enrol(Samples.key("second"));
      remove(KEY.id());
      assertThat(directory.find(Samples.USER).orElseThrow().user().status())
          .isEqualTo(Status.ACTIVE);
    }

    @Test
    void leaveTheirUserDisabled() {
      invite(USER);
      directory.enrol(KEY);
      disable();
      remove(KEY.id());
      assertThat(directory.find(Samples.USER).orElseThrow().user().status())
          .isEqualTo(Status.DISABLED);
    }

    @Test
    void thatTheUserDoesNotHaveAreRefused() {
      invite(USER);
      assertThat(code(remove(KEY.id()))).isEqualTo("key_unknown");
      assertThat(types()).containsExactly("user.invited");
    }

    @Test
    void ofSomebodyUnknownAreNotRemoved() {
      assertThat(code(remove(KEY.id()))).isEqualTo("user_unknown");
    }
  }

  @Test
  void givesUpWhereTheUserNeverStandsStill() {
    invite(USER);
    keepChanging();
    assertThatThrownBy(this::disable).isInstanceOf(Unavailable.class);
  }

  /** Before each write, somebody else invites the user again with other groups. */
  private void keepChanging() {
    directory.beforeTheNextWrite(() -> {
      invite(USER, "g" + drawn);
      keepChanging();
    });
  }

  private Outcome<Invited> invite(String address, String... groups) {
    return users.invite(Samples.ACTOR, address, List.of(groups), NOW);
  }

  private Outcome<Member> disable() {
    return users.disable(Samples.ACTOR, USER, NOW);
  }

  private Outcome<Member> enable() {
    return users.enable(Samples.ACTOR, USER, NOW);
  }

  private Outcome<EnrolledKey> remove(String key) {
    return users.removeKey(Samples.ACTOR, USER, key, NOW);
  }

  private List<String> types() {
    return directory.audited().stream().map(AuditEntry::type).toList();
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T> done -> done.value();
      case Outcome.Refused<T> refused -> throw new AssertionError(refused.refusal().code());
    };
  }

  static String code(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?> done -> throw new AssertionError(done);
      case Outcome.Refused<?> refused -> refused.refusal().code();
    };
  }

  private static byte[] filled(int count, byte value) {
    byte[] bytes = new byte[count];
    java.util.Arrays.fill(bytes, value);
    return bytes;
  }
}

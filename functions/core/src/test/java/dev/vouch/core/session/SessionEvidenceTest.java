package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.SessionEvidence.Checked;
import dev.vouch.core.session.SessionEvidence.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionEvidenceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant TOUCHED = NOW.minus(Duration.ofMinutes(10));

  private final TestLogin alice = new TestLogin("alice@example.com");
  private final String jkt = TestDpopKey.generate().thumbprint();
  private final TestLogin.Touch touch = alice.touch(jkt, TOUCHED);
  private final Session session = alice.session(alice.token(), touch);

  @Test
  void letsASignedLiveSessionThrough() {
    assertThat(check(session)).isEqualTo(new Checked.Live(session, alice.key(), alice.user()));
  }

  @Nested
  final class StoredRows {
    @Test
    void refusesASessionThatIsNotThere() {
      var rows = new Rows(Optional.empty(), Optional.of(alice.key()), Optional.of(alice.user()));
      assertRefused(SessionEvidence.check(rows, TestLogin.BASE, NOW), "session_unknown");
    }

    @Test
    void refusesASessionWhoseKeyWasRemoved() {
      var rows = new Rows(Optional.of(session), Optional.empty(), Optional.of(alice.user()));
      assertRefused(SessionEvidence.check(rows, TestLogin.BASE, NOW), "key_removed");
    }

    @Test
    void refusesASessionWhoseUserIsGone() {
      var rows = new Rows(Optional.of(session), Optional.of(alice.key()), Optional.empty());
      assertRefused(SessionEvidence.check(rows, TestLogin.BASE, NOW), "user_unknown");
    }

    @Test
    void letsThreeRightRowsThrough() {
      var rows =
          new Rows(Optional.of(session), Optional.of(alice.key()), Optional.of(alice.user()));
      assertThat(SessionEvidence.check(rows, TestLogin.BASE, NOW)).isInstanceOf(Checked.Live.class);
    }

    @Test
    void saysThatASessionWasEndedEvenIfItsKeyWasRemovedToo() {
      Session ended = revoked(session, NOW.minusSeconds(1));
      var rows = new Rows(Optional.of(ended), Optional.empty(), Optional.of(alice.user()));
      assertRefused(SessionEvidence.check(rows, TestLogin.BASE, NOW), "session_revoked");
    }

    @Test
    void refusesARevokedSession() {
      assertRefused(check(revoked(session, NOW)), "session_revoked");
    }

    @ParameterizedTest
    @CsvSource({"1,true", "0,false", "-1,false"})
    void refusesASessionFromTheSecondThatItExpires(long secondsLeft, boolean live) {
      Checked checked = check(expiring(session, NOW.plusSeconds(secondsLeft)));
      if (live) {
        assertThat(checked).isInstanceOf(Checked.Live.class);
      } else {
        assertRefused(checked, "session_expired");
      }
    }

    @Test
    void refusesALoginSignedBeforeTheUserWasLastDisabled() {
      User enabledAgain = alice.user().disabled(TOUCHED).with(User.Status.ACTIVE);
      assertThat(check(session, alice.key(), enabledAgain)).isInstanceOf(Checked.Live.class);
      User disabledLater = alice.user().disabled(TOUCHED.plusMillis(1)).with(User.Status.ACTIVE);
      assertRefused(check(session, alice.key(), disabledLater), "session_revoked");
    }

    @Test
    void acceptsALoginSignedInTheSecondInWhichTheUserWasCreated() {
      assertThat(check(session, alice.key(), createdAt(TOUCHED.plusMillis(999))))
          .isInstanceOf(Checked.Live.class);
      assertRefused(
          check(session, alice.key(), createdAt(TOUCHED.plusSeconds(1))), "session_revoked");
    }

    private User createdAt(Instant at) {
      User user = alice.user();
      return new User(user.id(), user.groups(), user.status(), user.handle(), at);
    }

    @Test
    void refusesADisabledUser() {
      assertRefused(check(session, alice.key(), alice.user(User.Status.DISABLED)), "user_disabled");
    }

    @Test
    void refusesAUserWhoHasNotEnrolled() {
      assertRefused(
          check(session, alice.key(), alice.user(User.Status.INVITED)), "user_not_enrolled");
    }
  }

  @Nested
  final class Statement {
    private final LoginStatement right = touch.statement();

    @Test
    void refusesAStatementInAnotherForm() {
      Session.Evidence evidence = session.evidence();
      var spaced = Bytes.utf8(evidence.statement().utf8().replace(",\"iat\"", ", \"iat\""));
      assertRefused(
          check(
              with(
                  new Session.Evidence(
                      spaced,
                      evidence.authenticatorData(),
                      evidence.clientData(),
                      evidence.signature()))),
          "evidence_statement");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enrol", "LOGIN", "", "authorization-request"})
    void refusesAnotherPurpose(String purpose) {
      assertRefused(
          check(signed(statement(purpose, right.issuer(), jkt, TOUCHED, right.lifetime()))),
          "evidence_purpose");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"https://vouch.example.org", "https://vouch.example.com/", "http://localhost"})
    void refusesAnotherIssuer(String issuer) {
      assertRefused(
          check(signed(statement("login", issuer, jkt, TOUCHED, right.lifetime()))),
          "evidence_issuer");
    }

    @Test
    void refusesAnotherDpopKey() {
      String other = TestDpopKey.generate().thumbprint();
      LoginStatement theirs = statement("login", right.issuer(), other, TOUCHED, right.lifetime());
      assertRefused(check(signed(theirs)), "evidence_session_key");
    }

    @ParameterizedTest
    @CsvSource({"28800,true", "28801,false", "0,false"})
    void refusesALifetimeOfMoreThanEightHours(long seconds, boolean live) {
      LoginStatement other =
          statement("login", right.issuer(), jkt, TOUCHED, Duration.ofSeconds(seconds));
      Checked checked = check(expiring(signed(other), NOW.plusSeconds(60)));
      if (live) {
        assertThat(checked).isInstanceOf(Checked.Live.class);
      } else {
        assertRefused(checked, "evidence_lifetime");
      }
    }

    @Test
    void refusesASessionThatOutlivesWhatTheKeySignedFor() {
      assertRefused(
          check(expiring(session, right.expiresAt().plusSeconds(1))), "evidence_lifetime");
    }

    @ParameterizedTest
    @CsvSource({"-1,false", "0,true", "1,true"})
    void refusesATimeBeforeTheTouch(long secondsSinceTouch, boolean live) {
      Checked checked = checkAt(session, TOUCHED.plusSeconds(secondsSinceTouch));
      if (live) {
        assertThat(checked).isInstanceOf(Checked.Live.class);
      } else {
        assertRefused(checked, "evidence_time");
      }
    }
  }

  @Nested
  final class ClientData {
    @Test
    void refusesClientDataThatIsNotJson() {
      var evidence = touch.evidence(touch.authenticatorData(), Bytes.utf8("{"));
      assertRefused(check(with(evidence)), "evidence_client_data");
    }

    @Test
    void refusesClientDataThatNamesItsOriginTwice() {
      String json = session.evidence().clientData().utf8();
      var twice = Bytes.utf8(json.replace("{", "{\"origin\":\"https://evil.example\","));
      assertRefused(
          check(with(touch.evidence(touch.authenticatorData(), twice))), "evidence_client_data");
    }

    @Test
    void refusesAnEnrolment() {
      assertRefused(
          check(with(touch.clientData("type", "webauthn.create").evidence())),
          "evidence_ceremony_type");
    }

    @Test
    void refusesTheSignatureOfAnotherChallenge() {
      assertRefused(
          check(with(touch.clientData("challenge", "b3RoZXI").evidence())), "evidence_challenge");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://evil.example",
          "http://vouch.example.com",
          "https://vouch.example.com:8443",
          "https://vouch.example.com/",
          "https://login.vouch.example.com"
        })
    void refusesAnotherOrigin(String origin) {
      assertRefused(check(with(touch.clientData("origin", origin).evidence())), "evidence_origin");
    }

    @Test
    void refusesATouchInsideAFrame() {
      assertRefused(
          check(with(touch.clientData("crossOrigin", true).evidence())), "evidence_origin");
    }

    @Test
    void refusesATouchUnderAnotherTopOrigin() {
      assertRefused(
          check(with(touch.clientData("topOrigin", "https://vouch.example.com").evidence())),
          "evidence_origin");
    }

    @Test
    void ignoresMembersThatBrowsersAdd() {
      assertThat(check(with(touch.clientData("other_keys_can_be_added_here", "yes").evidence())))
          .isInstanceOf(Checked.Live.class);
    }
  }

  @Nested
  final class AuthenticatorData {
    @Test
    void refusesAnotherRelyingParty() {
      assertRefused(check(with(touch.rpId("example.com").evidence())), "evidence_relying_party");
    }

    @ParameterizedTest
    @CsvSource({
      "0x04, evidence_presence",
      "0x01, evidence_verification",
      "0x0d, evidence_syncable",
      "0x1d, evidence_syncable",
      "0x45, evidence_authenticator_data",
      "0x85, evidence_authenticator_data"
    })
    void refusesFlagsThatAreNotThoseOfATouch(String flags, String code) {
      assertRefused(check(with(touch.flags(Integer.decode(flags)).evidence())), code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 36, 38})
    void refusesAnotherLength(int length) {
      Bytes cut = Bytes.of(Arrays.copyOf(touch.authenticatorData().toArray(), length));
      assertRefused(
          check(with(touch.evidence(cut, session.evidence().clientData()))),
          "evidence_authenticator_data");
    }
  }

  @Nested
  final class Signature {
    @Test
    void refusesTheSignatureOfAnotherKey() {
      var mallory = new TestLogin("alice@example.com");
      assertRefused(check(with(mallory.touch(jkt, TOUCHED).evidence())), "evidence_signature");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70})
    void refusesASignatureOfZeros(int length) {
      Session.Evidence evidence = session.evidence();
      assertRefused(
          check(
              with(
                  new Session.Evidence(
                      evidence.statement(),
                      evidence.authenticatorData(),
                      evidence.clientData(),
                      Bytes.of(new byte[length])))),
          "evidence_signature");
    }

    @Test
    void refusesACounterThatWasChangedAfterwards() {
      Session.Evidence evidence = session.evidence();
      byte[] data = evidence.authenticatorData().toArray();
      data[36]++;
      assertRefused(
          check(
              with(
                  new Session.Evidence(
                      evidence.statement(),
                      Bytes.of(data),
                      evidence.clientData(),
                      evidence.signature()))),
          "evidence_signature");
    }

    @Test
    void refusesAnEnrolledKeyOnAnotherCurve() {
      Bytes p384 = Bytes.of(TestDpopKey.pairOn("secp384r1").getPublic().getEncoded());
      assertRefused(check(session, alice.keyWith(p384), alice.user()), "evidence_public_key");
    }

    @Test
    void refusesAnEnrolledKeyThatIsNoKey() {
      assertRefused(
          check(session, alice.keyWith(Bytes.utf8("no key")), alice.user()), "evidence_public_key");
    }
  }

  @Nested
  final class Holder {
    private final TestLogin bob = new TestLogin("bob@example.com");

    @Test
    void refusesTheKeyOfAnotherUser() {
      EnrolledKey bobs = alice.keyOf(bob.user().id());
      assertRefused(check(session, bobs, alice.user()), "evidence_user");
    }

    @Test
    void refusesARowOfAnotherUserThanTheTokenNames() {
      assertRefused(check(session, alice.key(), bob.user()), "evidence_user");
    }

    @Test
    void refusesARowOfAnotherKeyThanTheTokenNames() {
      assertRefused(check(session, bob.key(), alice.user()), "evidence_key");
    }
  }

  private Checked check(Session row) {
    return checkAt(row, NOW);
  }

  private Checked checkAt(Session row, Instant now) {
    return SessionEvidence.check(row, alice.key(), alice.user(), TestLogin.BASE, now);
  }

  private static Checked check(Session row, EnrolledKey key, User user) {
    PublicBaseUrl base = TestLogin.BASE;
    return SessionEvidence.check(row, key, user, base, NOW);
  }

  private Session with(Session.Evidence evidence) {
    return new ChangedSession(session).with(evidence);
  }

  private Session signed(LoginStatement statement) {
    return with(touch.statement(statement).evidence());
  }

  private static Session expiring(Session session, Instant at) {
    return new ChangedSession(session).expiring(at);
  }

  private static Session revoked(Session session, Instant at) {
    return new ChangedSession(session).revoked(at);
  }

  private static LoginStatement statement(
      String purpose, String issuer, String jkt, Instant at, Duration lifetime) {
    return new LoginStatement(purpose, issuer, "cmVx", jkt, at, lifetime, "bm9uY2U");
  }

  private static void assertRefused(Checked checked, String code) {
    assertThat(checked).isInstanceOf(Checked.Refused.class);
    assertThat(((Checked.Refused) checked).refusal().code()).isEqualTo(code);
  }
}

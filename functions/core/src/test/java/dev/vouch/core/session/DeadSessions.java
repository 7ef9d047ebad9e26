package dev.vouch.core.session;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.secret.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Every session that is refused, each of a person of its own and right but for one thing. */
public final class DeadSessions {
  private final String jkt;
  private final Instant now;
  private final List<Rows> all = new ArrayList<>();
  private int people;

  /**
   * The rows that a token names; empty where there is no such row.
   *
   * @param code of the refusal that they lead to
   */
  public record Rows(
      String code,
      AccessToken token,
      Optional<Session> session,
      Optional<EnrolledKey> key,
      Optional<User> user) {}

  /** A person and a login of theirs. */
  private record Person(TestLogin login, TestLogin.Touch touch, Rows right) {
    Session session() {
      return right.session().orElseThrow();
    }
  }

  private DeadSessions(String jkt, Instant now) {
    this.jkt = jkt;
    this.now = now;
  }

  /**
   * All of them.
   *
   * @param jkt the thumbprint of the DPoP key that they are bound to
   */
  public static List<Rows> of(String jkt, Instant now) {
    var sessions = new DeadSessions(jkt, now);
    sessions.missingRows();
    sessions.endedOnes();
    sessions.othersRows();
    sessions.otherStatements();
    sessions.otherTouches();
    return sessions.all;
  }

  private void missingRows() {
    Rows right = person().right;
    add("session_unknown", right, Optional.empty(), right.key(), right.user());
    right = person().right;
    add("key_removed", right, right.session(), Optional.empty(), right.user());
    right = person().right;
    add("user_unknown", right, right.session(), right.key(), Optional.empty());
  }

  private void endedOnes() {
    Person revoked = person();
    addSession("session_revoked", revoked, new ChangedSession(revoked.session()).revoked(now));
    Person expired = person();
    addSession("session_expired", expired, new ChangedSession(expired.session()).expiring(now));
    addUser("user_disabled", User.Status.DISABLED);
    addUser("user_not_enrolled", User.Status.INVITED);
  }

  private void othersRows() {
    Rows right = person().right;
    Person other = person();
    Person owner = person();
    EnrolledKey theirs = owner.login.keyOf(other.login.user().id());
    add(
        "evidence_user",
        owner.right,
        owner.right.session(),
        Optional.of(theirs),
        owner.right.user());
    Session mixed = new ChangedSession(right.session().orElseThrow()).ofKey(other.login.key().id());
    add("evidence_key", right, Optional.of(mixed), right.key(), right.user());
    Person keyless = person();
    EnrolledKey none = keyless.login.keyWith(Bytes.utf8("no key"));
    Rows rows = keyless.right;
    add("evidence_public_key", rows, rows.session(), Optional.of(none), rows.user());
  }

  private void otherStatements() {
    Duration day = Duration.ofHours(8);
    Instant touched = now.minusSeconds(60);
    String issuer = TestLogin.BASE.issuer();
    addStatement("evidence_purpose", statement("enrol", issuer, jkt, touched, day));
    addStatement("evidence_issuer", statement("login", "https://evil.example", jkt, touched, day));
    String other = TestDpopKey.generate().thumbprint();
    addStatement("evidence_session_key", statement("login", issuer, other, touched, day));
    addStatement("evidence_lifetime", statement("login", issuer, jkt, touched, day.plusSeconds(1)));
    addStatement("evidence_time", statement("login", issuer, jkt, now.plusSeconds(1), day));
    Person person = person();
    Session.Evidence right = person.session().evidence();
    Bytes spaced = Bytes.utf8(right.statement().utf8().replace(",\"iat\"", ", \"iat\""));
    addEvidence(
        "evidence_statement",
        person,
        new Session.Evidence(
            spaced, right.authenticatorData(), right.clientData(), right.signature()));
  }

  private void otherTouches() {
    addTouch("evidence_ceremony_type", touch -> touch.clientData("type", "webauthn.create"));
    addTouch("evidence_challenge", touch -> touch.clientData("challenge", "b3RoZXI"));
    addTouch("evidence_origin", touch -> touch.clientData("origin", "https://evil.example"));
    addTouch("evidence_relying_party", touch -> touch.rpId("evil.example"));
    addTouch("evidence_presence", touch -> touch.flags(0x04));
    addTouch("evidence_verification", touch -> touch.flags(0x01));
    addTouch("evidence_syncable", touch -> touch.flags(0x0d));
    addTouch("evidence_authenticator_data", touch -> touch.flags(0x45));
    Person person = person();
    Bytes data = person.touch.authenticatorData();
    addEvidence("evidence_client_data", person, person.touch.evidence(data, Bytes.utf8("{")));
    person = person();
    addEvidence("evidence_signature", person, person().touch.evidence());
  }

  private Person person() {
    var login = new TestLogin("person-" + people++ + "@example.com");
    AccessToken token = login.token();
    TestLogin.Touch touch = login.touch(jkt, now.minusSeconds(60));
    Session session = login.session(token, touch);
    return new Person(
        login,
        touch,
        new Rows(
            "", token, Optional.of(session), Optional.of(login.key()), Optional.of(login.user())));
  }

  private void addUser(String code, User.Status status) {
    Person person = person();
    Rows rows = person.right;
    add(code, rows, rows.session(), rows.key(), Optional.of(person.login.user(status)));
  }

  private void addStatement(String code, LoginStatement statement) {
    Person person = person();
    addEvidence(code, person, person.touch.statement(statement).evidence());
  }

  private void addTouch(String code, UnaryOperator<TestLogin.Touch> change) {
    Person person = person();
    addEvidence(code, person, change.apply(person.touch).evidence());
  }

  private void addEvidence(String code, Person person, Session.Evidence evidence) {
    Session signed = new ChangedSession(person.session()).with(evidence);
    addSession(code, person, new ChangedSession(signed).expiring(now.plusSeconds(60)));
  }

  private void addSession(String code, Person person, Session session) {
    add(code, person.right, Optional.of(session), person.right.key(), person.right.user());
  }

  private void add(
      String code,
      Rows right,
      Optional<Session> session,
      Optional<EnrolledKey> key,
      Optional<User> user) {
    all.add(new Rows(code, right.token(), session, key, user));
  }

  private static LoginStatement statement(
      String purpose, String issuer, String jkt, Instant at, Duration lifetime) {
    return new LoginStatement(purpose, issuer, "cmVx", jkt, at, lifetime, "bm9uY2U");
  }
}

package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.Session.Evidence;
import dev.vouch.core.session.SessionEvidence.Rows;
import dev.vouch.core.session.SessionRequest.Read;
import dev.vouch.core.session.SessionRequest.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Mallory can write any row of the session table: she has taken over the function that logs people
 * in. She has a security key of her own, enrolled under her own name, a DPoP key, every row that
 * the table ever held, and every login record. She cannot write enrolled keys, cannot touch Alice's
 * key and does not have the DPoP key in Alice's agent.
 */
final class AttackerWhoWritesSessionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String URL = TestLogin.BASE.resolve("/credentials/aws");

  private final TestLogin alice = new TestLogin("alice@example.com");
  private final TestLogin mallory = new TestLogin("mallory@example.com");
  private final TestDpopKey alicesDpopKey = TestDpopKey.generate();
  private final TestDpopKey dpopKey = TestDpopKey.generate();

  /** What Alice's key signed this morning. */
  private final TestLogin.Touch alicesTouch =
      alice.touch(alicesDpopKey.thumbprint(), NOW.minus(Duration.ofHours(1)));

  private final Evidence signedByAlice = alicesTouch.evidence();

  /** What Mallory's own key signs, with any statement that she likes. */
  private final TestLogin.Touch ownTouch =
      mallory.touch(dpopKey.thumbprint(), NOW.minus(Duration.ofMinutes(1)));

  private final Evidence signedByMallory = ownTouch.evidence();

  @Test
  void canUseOnlyTheSessionThatHerOwnKeySignedFor() {
    assertThat(use(mallory, dpopKey.thumbprint(), NOW.plusSeconds(60), signedByMallory))
        .isInstanceOf(Use.Allowed.class);
  }

  @Test
  void cannotUseAlicesEvidenceWithHerOwnDpopKey() {
    assertRefused(
        use(alice, dpopKey.thumbprint(), NOW.plusSeconds(60), signedByAlice),
        "evidence_session_key");
  }

  @Test
  void cannotUseAlicesEvidenceUnderAlicesDpopKeyWithoutThatKey() {
    assertRefused(
        use(alice, alicesDpopKey.thumbprint(), NOW.plusSeconds(60), signedByAlice),
        "proof_key_mismatch");
  }

  @Test
  void cannotPutHerDpopKeyIntoAlicesStatement() {
    Bytes statement =
        Bytes.utf8(
            signedByAlice
                .statement()
                .utf8()
                .replace(alicesDpopKey.thumbprint(), dpopKey.thumbprint()));
    assertRefused(use(alice, evidence(statement, signedByAlice)), "evidence_challenge");
  }

  @Test
  void cannotAlsoPutTheChangedStatementIntoAlicesClientData() {
    LoginStatement forged = ownTouch.statement();
    Bytes client =
        Bytes.utf8(
            signedByAlice
                .clientData()
                .utf8()
                .replace(
                    alicesTouch.statement().challenge().base64Url(),
                    forged.challenge().base64Url()));
    var evidence =
        new Evidence(
            forged.bytes(), signedByAlice.authenticatorData(), client, signedByAlice.signature());
    assertRefused(use(alice, evidence), "evidence_signature");
  }

  @Test
  void cannotPassHerOwnTouchForAlices() {
    assertRefused(use(alice, signedByMallory), "evidence_signature");
  }

  @Test
  void cannotBecomeAliceByNamingHerInTheRow() {
    AccessToken token =
        AccessToken.issue(new DistinctRandom(), alice.user().id(), mallory.key().id());
    Session row =
        row(token, alice.user().id(), mallory.key().id(), dpopKey.thumbprint(), signedByMallory);
    var rows = new Rows(Optional.of(row), Optional.of(mallory.key()), Optional.of(alice.user()));
    assertRefused(use(token, rows), "evidence_user");
  }

  @Test
  void cannotBecomeAliceByNamingHerInTheTokenAlone() {
    AccessToken token = alice.token();
    Session row =
        row(token, mallory.user().id(), mallory.key().id(), dpopKey.thumbprint(), signedByMallory);
    var rows = new Rows(Optional.of(row), Optional.of(alice.key()), Optional.of(alice.user()));
    assertRefused(use(token, rows), "evidence_key");
  }

  @Test
  void cannotProlongWhatHerKeySignedFor() {
    assertRefused(
        use(
            mallory,
            dpopKey.thumbprint(),
            ownTouch.statement().expiresAt().plusSeconds(1),
            signedByMallory),
        "evidence_lifetime");
  }

  @Test
  void cannotReviveYesterdaysLogin() {
    TestLogin.Touch yesterday = mallory.touch(dpopKey.thumbprint(), NOW.minus(Duration.ofDays(1)));
    assertRefused(
        use(mallory, dpopKey.thumbprint(), NOW.plusSeconds(60), yesterday.evidence()),
        "evidence_lifetime");
  }

  @Test
  void cannotUseATouchThatSignsForTheFuture() {
    TestLogin.Touch tomorrow = mallory.touch(dpopKey.thumbprint(), NOW.plus(Duration.ofDays(1)));
    assertRefused(use(mallory, tomorrow.evidence()), "evidence_time");
  }

  /** Every way to combine the parts that she holds gives a session for her own key or none. */
  @Test
  void cannotMixThePartsOfTwoLoginsIntoASessionForAlice() {
    List<Evidence> sources = List.of(signedByAlice, signedByMallory);
    List<Evidence> mixed = new ArrayList<>();
    for (Evidence statement : sources) {
      for (Evidence data : sources) {
        for (Evidence client : sources) {
          for (Evidence signature : sources) {
            mixed.add(
                new Evidence(
                    statement.statement(),
                    data.authenticatorData(),
                    client.clientData(),
                    signature.signature()));
          }
        }
      }
    }
    assertThat(mixed)
        .hasSize(16)
        .allSatisfy(evidence -> assertThat(use(alice, evidence)).isInstanceOf(Use.Refused.class));
  }

  @Test
  void cannotChangeOneByteOfWhatAliceSigned() {
    byte[] statement = signedByAlice.statement().toArray();
    for (int i = 0; i < statement.length; i++) {
      byte[] changed = statement.clone();
      changed[i] ^= 1;
      Evidence evidence = evidence(Bytes.of(changed), signedByAlice);
      Session row =
          row(
              alice.token(),
              alice.user().id(),
              alice.key().id(),
              alicesDpopKey.thumbprint(),
              evidence);
      assertThat(SessionEvidence.check(row, alice.key(), alice.user(), TestLogin.BASE, NOW))
          .as("byte %d", i)
          .isInstanceOf(SessionEvidence.Checked.Refused.class);
    }
  }

  private static Evidence evidence(Bytes statement, Evidence rest) {
    return new Evidence(statement, rest.authenticatorData(), rest.clientData(), rest.signature());
  }

  private Use use(TestLogin as, Evidence evidence) {
    return use(as, dpopKey.thumbprint(), NOW.plusSeconds(60), evidence);
  }

  private Use use(TestLogin as, String jkt, Instant expires, Evidence evidence) {
    AccessToken token = as.token();
    var row =
        new Session(
            token.sessionId(),
            as.user().id(),
            as.key().id(),
            jkt,
            NOW,
            expires,
            Optional.empty(),
            evidence,
            "aaaaaaaaaaaaaaaaaaaa-1");
    return use(token, new Rows(Optional.of(row), Optional.of(as.key()), Optional.of(as.user())));
  }

  /** Mallory asks for a credential, with a proof by the only DPoP key that she has. */
  private Use use(AccessToken token, Rows rows) {
    String text = token.token().reveal();
    String proof = dpopKey.proof("POST", URL, NOW).accessToken(text).sign();
    Read read = SessionRequest.read(List.of("DPoP " + text), List.of(proof), "POST", URL, NOW);
    assertThat(read).isInstanceOf(Read.Presented.class);
    return ((Read.Presented) read).request().check(rows, TestLogin.BASE, NOW);
  }

  private static Session row(
      AccessToken token, UserId user, String key, String jkt, Evidence evidence) {
    return new Session(
        token.sessionId(),
        user,
        key,
        jkt,
        NOW,
        NOW.plusSeconds(60),
        Optional.empty(),
        evidence,
        "aaaaaaaaaaaaaaaaaaaa-1");
  }

  private static void assertRefused(Use use, String code) {
    assertThat(use).isInstanceOf(Use.Refused.class);
    assertThat(((Use.Refused) use).refusal().code()).isEqualTo(code);
  }
}

package dev.vouch.adapters.lambda;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.EvidenceRefusal;
import dev.vouch.core.session.LoginStatement;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks the evidence of a session that nobody has, up to the challenge, which no key has signed:
 * the work of a request that finds its session.
 */
public final class EvidencePriming {
  private static final UserId USER = new UserId("user@example.com");
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Bytes NOTHING = Bytes.of(new byte[0]);
  private static final String CLIENT_DATA =
      """
      {"type":"webauthn.get","challenge":"","origin":"https://example.com","crossOrigin":false}\
      """;

  private EvidencePriming() {}

  /**
   * Runs it.
   *
   * @throws IllegalStateException when it is not the challenge that is refused
   */
  public static void run() {
    PublicBaseUrl base = PublicBaseUrl.https("https://example.com").orElseThrow();
    SessionEvidence.Checked checked =
        SessionEvidence.check(session(base), key(), user(), base, Instant.EPOCH);
    if (!(checked instanceof SessionEvidence.Checked.Refused(EvidenceRefusal.Challenge why))) {
      throw new IllegalStateException("the example ends elsewhere: " + checked);
    }
  }

  private static Session session(PublicBaseUrl base) {
    var statement =
        new LoginStatement(
            LoginStatement.PURPOSE, base.issuer(), "", "", Instant.EPOCH, LIFETIME, "");
    return new Session(
        "",
        USER,
        "",
        statement.jkt(),
        Instant.EPOCH,
        statement.expiresAt(),
        Optional.empty(),
        new Session.Evidence(statement.bytes(), NOTHING, Bytes.utf8(CLIENT_DATA), NOTHING),
        "");
  }

  private static EnrolledKey key() {
    return new EnrolledKey("", USER, NOTHING, NOTHING, "", "", NOTHING, NOTHING, 0, Instant.EPOCH);
  }

  private static User user() {
    return new User(USER, List.of(), User.Status.ACTIVE, NOTHING, Instant.EPOCH);
  }
}

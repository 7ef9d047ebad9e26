package dev.vouch.core.login;

import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.TestLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the ceremony and the exchange give to the ports for a login. */
public final class CompletedLogin {
  private CompletedLogin() {}

  /**
   * A login of somebody, begun ten seconds before the touch.
   *
   * @param code the hash of the code that it leads to
   * @param count the key's signature counter
   */
  public static Logins.Completed of(
      TestLogin somebody, TestLogin.Touch touch, Sha256 code, long count) {
    var request =
        new AuthorizationRequest(
            "http://127.0.0.1:49152/callback",
            "0123456789abcdef",
            Sha256.of("a verifier"),
            touch.statement().jkt(),
            Optional.of("laptop"),
            touch.statement().issuedAt().minus(Duration.ofSeconds(10)));
    return new Logins.Completed(
        code,
        request,
        touch.statement(),
        touch.evidence(),
        somebody.user().id(),
        somebody.key().id(),
        count);
  }

  /** A session that the code is exchanged for, with a token of its own. */
  public static Session session(TestLogin somebody, LoginCode code, Instant now) {
    return new Session(
        somebody.token().sessionId(),
        code.user(),
        code.key(),
        code.jkt(),
        now,
        code.sessionExpiresAt(),
        Optional.empty(),
        code.evidence(),
        code.login());
  }
}

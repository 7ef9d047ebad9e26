package dev.vouch.core.login;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.LoginStatement;
import dev.vouch.core.session.Session;
import java.time.Instant;
import java.util.Optional;

/** What a login reads and writes. */
public interface Logins {
  /**
   * An enrolled key and whose it is.
   *
   * @param signatureCount of its last login, or of its enrolment before the first
   */
  record Enrolled(EnrolledKey key, User user, long signatureCount) {}

  /**
   * A login that was verified.
   *
   * @param code the hash of the code that the client gets
   * @param signatureCount that the key gave
   */
  record Completed(
      Sha256 code,
      AuthorizationRequest request,
      LoginStatement statement,
      Session.Evidence evidence,
      UserId user,
      String key,
      long signatureCount) {
    /** The record of it. */
    public AuditEntry entry() {
      return AuditEntry.of("login.completed")
          .with("user", user.value())
          .with("key", key)
          .with("jkt", statement.jkt())
          .with("statement", evidence.statement().base64Url())
          .with("authenticator_data", evidence.authenticatorData().base64Url())
          .with("client_data_json", evidence.clientData().base64Url())
          .with("signature", evidence.signature().base64Url())
          .with("client_host", request.clientHost().orElse(null));
    }

    /** The code as it is stored, good from now on. */
    public LoginCode loginCode(String login, Instant now) {
      return new LoginCode(
          code,
          request.redirectUri(),
          request.codeChallenge(),
          request.dpopJkt(),
          user,
          key,
          login,
          evidence,
          now.plus(LoginCode.LIFETIME),
          statement.expiresAt(),
          Optional.empty());
    }
  }

  /**
   * A login that an enrolled key signed for, and that was refused all the same.
   *
   * @param reason the refusal's code
   */
  record Refused(LoginStatement statement, UserId user, String key, String reason) {
    /** The record of it. */
    public AuditEntry entry() {
      return AuditEntry.of("login.refused")
          .with("user", user.value())
          .with("key", key)
          .with("reason", reason);
    }
  }

  /** What became of a login. */
  sealed interface Outcome {
    /** Everything is written. */
    record Recorded(Receipt receipt) implements Outcome {}

    /** The challenge had been used before. Nothing is written. */
    record ChallengeUsed() implements Outcome {}

    /** Another login with this key gave a count as high. Nothing is written. */
    record CounterSteppedBack() implements Outcome {}
  }

  /** The name under which the use of a statement's challenge is recorded. */
  static String challengeKey(LoginStatement statement) {
    return "challenge#" + statement.challenge().base64Url();
  }

  /** Reads the enrolled key with this id, consistently. */
  Optional<Enrolled> find(String keyId);

  /**
   * Uses the challenge, raises the key's counter, stores the code and records the login: all or
   * nothing. A counter of 0 is that of a key which does not count.
   */
  Outcome complete(Completed login, Instant now);

  /** Uses the challenge and records the refusal: all or nothing. */
  Outcome refuse(Refused login, Instant now);
}

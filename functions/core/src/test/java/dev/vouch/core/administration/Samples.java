package dev.vouch.core.administration;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One user, with keys and sessions, as the tests of this package store them. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  public static final String ACTOR = "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice";
  public static final UserId USER = new UserId("user@example.com");
  public static final Bytes HANDLE = Bytes.of(new byte[32]);

  private Samples() {}

  public static User user() {
    return user(User.Status.INVITED);
  }

  public static User user(User.Status status) {
    return new User(USER, List.of("platform"), status, HANDLE, NOW);
  }

  public static EnrolledKey key(String credential) {
    return new EnrolledKey(
        EnrolledKey.idOf(Bytes.utf8(credential)),
        USER,
        Bytes.utf8(credential),
        Bytes.utf8("public key"),
        "00000000-0000-0000-0000-000000000001",
        "Example key",
        Bytes.utf8("attestation"),
        Bytes.utf8("client data"),
        7,
        NOW);
  }

  /** A session that starts {@code minutes} after {@link #NOW} and lives an hour. */
  public static Session session(String token, int minutes) {
    Instant created = NOW.plus(Duration.ofMinutes(minutes));
    return new Session(
        Sha256.of(token).base64Url(),
        USER,
        key("credential").id(),
        "thumbprint",
        created,
        created.plus(Duration.ofHours(1)),
        Optional.empty(),
        new Session.Evidence(
            Bytes.utf8("statement"),
            Bytes.utf8("data"),
            Bytes.utf8("client"),
            Bytes.utf8("signature")),
        "aaaaaaaaaaaaaaaaaaaa-1");
  }
}

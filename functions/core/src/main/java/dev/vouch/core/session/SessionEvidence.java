package dev.vouch.core.session;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The check that every use of a session makes: it is live, and an enrolled key signed for it.
 *
 * <p>Guarantee: whoever can write any session row, and no key row, cannot make one that passes for
 * a DPoP key which the person did not touch a security key for. The row's own words count for
 * nothing here unless the signature covers them, apart from those that end the session.
 */
public final class SessionEvidence {
  private static final int RP_ID_HASH = 32;
  private static final int FLAGS = 32;
  private static final int LENGTH_WITHOUT_EXTENSIONS = 37;
  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;
  private static final int BACKUP_ELIGIBLE = 0x08;
  private static final int BACKED_UP = 0x10;
  private static final int ATTESTED = 0x40;
  private static final int EXTENSIONS = 0x80;

  /**
   * What was stored about a session, all of one consistent read; empty where there is no such row.
   */
  public record Rows(Optional<Session> session, Optional<EnrolledKey> key, Optional<User> user) {}

  /** The outcome of the check. */
  public sealed interface Checked {
    /** The session may be used, by the DPoP key whose thumbprint it names. */
    record Live(Session session, EnrolledKey key, User user) implements Checked {}

    /** The first check that failed. */
    record Refused(EvidenceRefusal refusal) implements Checked {}
  }

  private SessionEvidence() {}

  /** Checks the rows at this time, for this deployment. */
  public static Checked check(Rows rows, PublicBaseUrl base, Instant now) {
    if (rows.session().isEmpty()) {
      return new Checked.Refused(new EvidenceRefusal.SessionUnknown());
    }
    Optional<EvidenceRefusal> ended = live(rows.session().get(), now);
    if (ended.isPresent()) {
      return new Checked.Refused(ended.get());
    }
    if (rows.key().isEmpty()) {
      return new Checked.Refused(new EvidenceRefusal.KeyRemoved());
    }
    if (rows.user().isEmpty()) {
      return new Checked.Refused(new EvidenceRefusal.UserUnknown());
    }
    return check(rows.session().get(), rows.key().get(), rows.user().get(), base, now);
  }

  /** Checks the three rows of a session at this time, for this deployment. */
  public static Checked check(
      Session session, EnrolledKey key, User user, PublicBaseUrl base, Instant now) {
    Optional<EvidenceRefusal> refusal =
        first(
            () -> live(session, now),
            () -> holder(session, key, user),
            () -> statement(session, user, base, now),
            () -> clientData(session.evidence(), base),
            () -> authenticatorData(session.evidence().authenticatorData(), base),
            () -> signature(session.evidence(), key));
    return refusal.isPresent()
        ? new Checked.Refused(refusal.get())
        : new Checked.Live(session, key, user);
  }

  private static Optional<EvidenceRefusal> live(Session session, Instant now) {
    if (session.revokedAt().isPresent()) {
      return Optional.of(new EvidenceRefusal.SessionRevoked());
    }
    return unless(now.isBefore(session.expiresAt()), new EvidenceRefusal.SessionExpired());
  }

  private static Optional<EvidenceRefusal> holder(Session session, EnrolledKey key, User user) {
    return switch (user.status()) {
      case DISABLED -> Optional.of(new EvidenceRefusal.UserDisabled());
      case INVITED -> Optional.of(new EvidenceRefusal.UserNotEnrolled());
      case ACTIVE ->
          first(
              () -> unless(session.key().equals(key.id()), new EvidenceRefusal.KeyMismatch()),
              () -> unless(session.user().equals(user.id()), new EvidenceRefusal.UserMismatch()),
              () -> unless(key.user().equals(user.id()), new EvidenceRefusal.UserMismatch()));
    };
  }

  private static Optional<EvidenceRefusal> statement(
      Session session, User user, PublicBaseUrl base, Instant now) {
    Optional<LoginStatement> parsed = LoginStatement.parse(session.evidence().statement());
    if (parsed.isEmpty()) {
      return Optional.of(new EvidenceRefusal.Statement());
    }
    LoginStatement statement = parsed.get();
    Duration lifetime = statement.lifetime();
    boolean bounded =
        lifetime.isPositive()
            && lifetime.compareTo(LoginStatement.MAX_LIFETIME) <= 0
            && !session.expiresAt().isAfter(statement.expiresAt());
    boolean within = !now.isBefore(statement.issuedAt()) && now.isBefore(statement.expiresAt());
    boolean ours = statement.issuer().equals(base.issuer());
    boolean login = statement.purpose().equals(LoginStatement.PURPOSE);
    boolean bound = statement.jkt().equals(session.jkt());
    boolean current = !statement.issuedAt().isBefore(user.loginsFrom());
    return first(
        () -> unless(login, new EvidenceRefusal.Purpose()),
        () -> unless(ours, new EvidenceRefusal.Issuer()),
        () -> unless(bound, new EvidenceRefusal.SessionKey()),
        () -> unless(bounded, new EvidenceRefusal.Lifetime()),
        () -> unless(within, new EvidenceRefusal.Time()),
        () -> unless(current, new EvidenceRefusal.SessionRevoked()));
  }

  private static Optional<EvidenceRefusal> clientData(
      Session.Evidence evidence, PublicBaseUrl base) {
    Optional<SignedClientData> parsed = SignedClientData.parse(evidence.clientData());
    if (parsed.isEmpty()) {
      return Optional.of(new EvidenceRefusal.ClientData());
    }
    SignedClientData data = parsed.get();
    String challenge = Sha256.of(evidence.statement()).base64Url();
    boolean origin = data.origin().equals(base.origin()) && !data.framed();
    return first(
        () -> unless(data.type().equals("webauthn.get"), new EvidenceRefusal.CeremonyType()),
        () -> unless(data.challenge().equals(challenge), new EvidenceRefusal.Challenge()),
        () -> unless(origin, new EvidenceRefusal.Origin()));
  }

  private static Optional<EvidenceRefusal> authenticatorData(Bytes bytes, PublicBaseUrl base) {
    byte[] data = bytes.toArray();
    if (data.length < LENGTH_WITHOUT_EXTENSIONS) {
      return Optional.of(new EvidenceRefusal.AuthenticatorData());
    }
    int flags = data[FLAGS];
    boolean extended = (flags & EXTENSIONS) != 0;
    boolean formed =
        (flags & ATTESTED) == 0 && extended == (data.length > LENGTH_WITHOUT_EXTENSIONS);
    byte[] rp = Sha256.of(base.rpId()).toArray();
    boolean ours = Arrays.equals(data, 0, RP_ID_HASH, rp, 0, RP_ID_HASH);
    boolean fixed = (flags & (BACKUP_ELIGIBLE | BACKED_UP)) == 0;
    return first(
        () -> unless(formed, new EvidenceRefusal.AuthenticatorData()),
        () -> unless(ours, new EvidenceRefusal.RelyingParty()),
        () -> unless((flags & USER_PRESENT) != 0, new EvidenceRefusal.Presence()),
        () -> unless((flags & USER_VERIFIED) != 0, new EvidenceRefusal.Verification()),
        () -> unless(fixed, new EvidenceRefusal.Syncable()));
  }

  /** WebAuthn Level 3 §6.3.3: signed are the authenticator data and the client data's hash. */
  private static Optional<EvidenceRefusal> signature(Session.Evidence evidence, EnrolledKey key) {
    Optional<ECPublicKey> point = P256.ofSpki(key.publicKey());
    if (point.isEmpty()) {
      return Optional.of(new EvidenceRefusal.PublicKey());
    }
    byte[] data = evidence.authenticatorData().toArray();
    byte[] hash = Sha256.of(evidence.clientData()).toArray();
    byte[] signed = Arrays.copyOf(data, data.length + hash.length);
    System.arraycopy(hash, 0, signed, data.length, hash.length);
    boolean verifies = P256.verifies(point.get(), Bytes.of(signed), evidence.signature());
    return unless(verifies, new EvidenceRefusal.Signature());
  }

  private static Optional<EvidenceRefusal> unless(boolean holds, EvidenceRefusal refusal) {
    return holds ? Optional.empty() : Optional.of(refusal);
  }

  @SafeVarargs
  private static Optional<EvidenceRefusal> first(Supplier<Optional<EvidenceRefusal>>... checks) {
    for (Supplier<Optional<EvidenceRefusal>> check : checks) {
      Optional<EvidenceRefusal> refusal = check.get();
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }
}

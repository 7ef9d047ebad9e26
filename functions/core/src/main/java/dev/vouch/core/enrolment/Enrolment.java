package dev.vouch.core.enrolment;

import dev.vouch.core.audit.Receipt;
import dev.vouch.core.ceremony.RegistrationAnswer;
import dev.vouch.core.ceremony.RegistrationCeremony;
import dev.vouch.core.ceremony.RegistrationRefusal;
import dev.vouch.core.ceremony.RegistrationResult;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.enrolment.Enrolments.Conflict;
import dev.vouch.core.enrolment.Enrolments.Invited;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.session.SignedTokens;
import dev.vouch.core.session.SignedTokens.Purpose;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Enrols the first security key of an invited user.
 *
 * <p>Security: a key is stored only for the user of an open invitation whose secret is shown, for a
 * statement that was signed here for that invitation within the last five minutes, by a ceremony
 * that {@link RegistrationCeremony} accepts; invitation and challenge are used up with it.
 */
public final class Enrolment {
  private static final int NONCE_BYTES = 32;

  private final PublicBaseUrl base;
  private final RegistrationCeremony ceremony;
  private final SignedTokens tokens;
  private final Enrolments enrolments;
  private final RandomSource random;

  public Enrolment(
      PublicBaseUrl base,
      RegistrationCeremony ceremony,
      SignedTokens tokens,
      Enrolments enrolments,
      RandomSource random) {
    this.base = base;
    this.ceremony = ceremony;
    this.tokens = tokens;
    this.enrolments = enrolments;
    this.random = random;
  }

  /** The answer to a question of the enrolment page. */
  public sealed interface Answer<T> {
    record Given<T>(T value) implements Answer<T> {}

    record Refused<T>(EnrolmentRefusal refusal) implements Answer<T> {}
  }

  /**
   * What the ceremony needs.
   *
   * @param statement to be sent back with the ceremony's answer
   * @param challenge the WebAuthn challenge
   */
  public record Offer(User user, String statement, Bytes challenge) {}

  /** A key that is enrolled from now on. */
  public record Enrolled(EnrolledKey key, Receipt receipt) {}

  /** Begins an enrolment. Writes nothing. */
  public Answer<Offer> begin(Secret invitation, Instant now) {
    return switch (open(invitation, now)) {
      case Answer.Refused<Invited>(EnrolmentRefusal refusal) -> new Answer.Refused<>(refusal);
      case Answer.Given<Invited>(Invited invited) -> new Answer.Given<>(offer(invited, now));
    };
  }

  /** Ends an enrolment. Writes once everything is verified, and then all or nothing. */
  public Answer<Enrolled> complete(
      Secret invitation, String token, RegistrationAnswer answer, Instant now) {
    if (open(invitation, now) instanceof Answer.Refused<Invited>(EnrolmentRefusal refusal)) {
      return new Answer.Refused<>(refusal);
    }
    return statement(token)
        .map(statement -> complete(invitation, statement, answer, now))
        .orElseGet(() -> new Answer.Refused<>(new EnrolmentRefusal.StatementInvalid()));
  }

  private Offer offer(Invited invited, Instant now) {
    var statement =
        new EnrolmentStatement(
            base.issuer(),
            invited.user().id(),
            invited.invitation().secret(),
            now.truncatedTo(ChronoUnit.SECONDS),
            Base64Url.encode(random.bytes(NONCE_BYTES)));
    return new Offer(
        invited.user(),
        tokens.sign(Purpose.ENROL, statement.bytes().utf8()),
        Bytes.of(statement.challenge().toArray()));
  }

  private Optional<EnrolmentStatement> statement(String token) {
    return tokens.open(Purpose.ENROL, token) instanceof SignedTokens.Opened.Payload(String text)
        ? EnrolmentStatement.parse(Bytes.utf8(text))
        : Optional.empty();
  }

  private Answer<Enrolled> complete(
      Secret invitation, EnrolmentStatement statement, RegistrationAnswer answer, Instant now) {
    boolean ours =
        statement.issuer().equals(base.issuer())
            && statement.invitation().equals(invitation.hash());
    if (!ours) {
      return new Answer.Refused<>(new EnrolmentRefusal.StatementMismatch());
    }
    if (!now.isBefore(statement.expiresAt())
        || statement.issuedAt().isAfter(now.plus(SignedTokens.SKEW))) {
      return new Answer.Refused<>(new EnrolmentRefusal.StatementExpired());
    }
    Bytes challenge = Bytes.of(statement.challenge().toArray());
    return switch (ceremony.verify(answer, challenge, statement.user(), now)) {
      case RegistrationResult.Refused(RegistrationRefusal refusal) ->
          new Answer.Refused<>(new EnrolmentRefusal.Ceremony(refusal));
      case RegistrationResult.Accepted(EnrolledKey key) ->
          store(new Enrolments.Completed(statement, key), now);
    };
  }

  private Answer<Enrolled> store(Enrolments.Completed completed, Instant now) {
    return switch (enrolments.complete(completed, now)) {
      case Enrolments.Outcome.Recorded(Receipt receipt) ->
          new Answer.Given<>(new Enrolled(completed.key(), receipt));
      case Enrolments.Outcome.Refused refused ->
          new Answer.Refused<>(
              refused.conflicts().stream()
                  .min(Conflict::compareTo)
                  .map(Enrolment::refusal)
                  .orElseThrow());
    };
  }

  private static EnrolmentRefusal refusal(Conflict conflict) {
    return switch (conflict) {
      case CHALLENGE_USED -> new EnrolmentRefusal.ChallengeUsed();
      case INVITATION_GONE -> new EnrolmentRefusal.InvitationUnknown();
      case USER_CHANGED -> new EnrolmentRefusal.UserHasKey();
      case CREDENTIAL_ENROLLED ->
          new EnrolmentRefusal.Ceremony(new RegistrationRefusal.CredentialAlreadyEnrolled());
    };
  }

  private Answer<Invited> open(Secret invitation, Instant now) {
    Optional<Invited> found = enrolments.find(invitation.hash());
    if (found.isEmpty()) {
      return new Answer.Refused<>(new EnrolmentRefusal.InvitationUnknown());
    }
    if (!now.isBefore(found.get().invitation().expiresAt())) {
      return new Answer.Refused<>(new EnrolmentRefusal.InvitationExpired());
    }
    return switch (found.get().user().status()) {
      case INVITED -> new Answer.Given<>(found.get());
      case ACTIVE -> new Answer.Refused<>(new EnrolmentRefusal.UserHasKey());
      case DISABLED -> new Answer.Refused<>(new EnrolmentRefusal.UserDisabled());
    };
  }
}

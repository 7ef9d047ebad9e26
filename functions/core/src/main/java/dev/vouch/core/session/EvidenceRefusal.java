package dev.vouch.core.session;

/**
 * Why a session may not be used. Towards clients every one of these is {@code invalid_token} (RFC
 * 6750 §3.1).
 */
public sealed interface EvidenceRefusal extends Refusal {
  /** No such session. */
  record SessionUnknown() implements EvidenceRefusal {}

  /** Ended by logout, by an administrator, or because its code was used twice. */
  record SessionRevoked() implements EvidenceRefusal {}

  /** Its time is over. */
  record SessionExpired() implements EvidenceRefusal {}

  /** The user does not exist. */
  record UserUnknown() implements EvidenceRefusal {}

  /** An administrator disabled the user. */
  record UserDisabled() implements EvidenceRefusal {}

  /** The user has been invited and has not enrolled a key. */
  record UserNotEnrolled() implements EvidenceRefusal {}

  /** The key that signed the login is no longer enrolled. */
  record KeyRemoved() implements EvidenceRefusal {}

  /** The session names another user than the key or the token does. */
  record UserMismatch() implements EvidenceRefusal {}

  /** The session names another key than the token does. */
  record KeyMismatch() implements EvidenceRefusal {}

  /** The statement is not in the one form that a login writes. */
  record Statement() implements EvidenceRefusal {}

  /** The statement was made for another purpose. */
  record Purpose() implements EvidenceRefusal {}

  /** The statement was made by another deployment. */
  record Issuer() implements EvidenceRefusal {}

  /** The statement commits to another DPoP key. */
  record SessionKey() implements EvidenceRefusal {}

  /** The statement's lifetime is not 1 s to 8 h, or the session outlives it. */
  record Lifetime() implements EvidenceRefusal {}

  /** Now is not within the time that the key signed for. */
  record Time() implements EvidenceRefusal {}

  /** The client data is not JSON of the form in WebAuthn Level 3 §5.8.1. */
  record ClientData() implements EvidenceRefusal {}

  /** The client data is not that of an assertion. */
  record CeremonyType() implements EvidenceRefusal {}

  /** The key signed another challenge than the hash of the statement. */
  record Challenge() implements EvidenceRefusal {}

  /** The key signed for another origin, or inside a frame of one. */
  record Origin() implements EvidenceRefusal {}

  /** The authenticator data is not that of an assertion (WebAuthn Level 3 §6.1). */
  record AuthenticatorData() implements EvidenceRefusal {}

  /** The key signed for another relying party. */
  record RelyingParty() implements EvidenceRefusal {}

  /** Nobody touched the key. */
  record Presence() implements EvidenceRefusal {}

  /** The key did not verify the person. */
  record Verification() implements EvidenceRefusal {}

  /** The credential can be copied to other devices. */
  record Syncable() implements EvidenceRefusal {}

  /** The enrolled public key is not on P-256. */
  record PublicKey() implements EvidenceRefusal {}

  /** The signature does not verify with the enrolled public key. */
  record Signature() implements EvidenceRefusal {}

  @Override
  default String code() {
    return switch (this) {
      case SessionUnknown r -> "session_unknown";
      case SessionRevoked r -> "session_revoked";
      case SessionExpired r -> "session_expired";
      case UserUnknown r -> "user_unknown";
      case UserDisabled r -> "user_disabled";
      case UserNotEnrolled r -> "user_not_enrolled";
      case KeyRemoved r -> "key_removed";
      case UserMismatch r -> "evidence_user";
      case KeyMismatch r -> "evidence_key";
      case Statement r -> "evidence_statement";
      case Purpose r -> "evidence_purpose";
      case Issuer r -> "evidence_issuer";
      case SessionKey r -> "evidence_session_key";
      case Lifetime r -> "evidence_lifetime";
      case Time r -> "evidence_time";
      case ClientData r -> "evidence_client_data";
      case CeremonyType r -> "evidence_ceremony_type";
      case Challenge r -> "evidence_challenge";
      case Origin r -> "evidence_origin";
      case AuthenticatorData r -> "evidence_authenticator_data";
      case RelyingParty r -> "evidence_relying_party";
      case Presence r -> "evidence_presence";
      case Verification r -> "evidence_verification";
      case Syncable r -> "evidence_syncable";
      case PublicKey r -> "evidence_public_key";
      case Signature r -> "evidence_signature";
    };
  }

  @Override
  default String detail() {
    return switch (this) {
      case SessionUnknown r -> "There is no such session.";
      case SessionRevoked r -> "The session has been ended.";
      case SessionExpired r -> "The session has expired.";
      case UserUnknown r -> "The user of this session does not exist.";
      case UserDisabled r -> "The user of this session has been disabled.";
      case UserNotEnrolled r -> "The user of this session has not enrolled a security key.";
      case KeyRemoved r -> "The security key that signed this login has been removed.";
      case UserMismatch r -> "The session, its token and its security key name different users.";
      case KeyMismatch r -> "The session and its token name different security keys.";
      case Statement r -> "The signed statement of this session is malformed.";
      case Purpose r -> "The signed statement of this session is not that of a login.";
      case Issuer r -> "The signed statement of this session is for another deployment.";
      case SessionKey r -> "The security key signed for another DPoP key than this session's.";
      case Lifetime r -> "The session is longer than what the security key signed for.";
      case Time r -> "The security key did not sign for this time.";
      case ClientData r -> "The client data of this session's login is malformed.";
      case CeremonyType r -> "The ceremony of this session was not a login.";
      case Challenge r -> "The security key did not sign this session's statement.";
      case Origin r -> "The security key signed for another origin.";
      case AuthenticatorData r -> "The authenticator data of this session's login is malformed.";
      case RelyingParty r -> "The security key signed for another relying party.";
      case Presence r -> "Nobody touched the security key at this login.";
      case Verification r -> "The security key did not verify the person at this login.";
      case Syncable r -> "The credential of this login can be copied to other devices.";
      case PublicKey r -> "The enrolled public key is not an ES256 key.";
      case Signature r -> "The signature of this login does not verify with the enrolled key.";
    };
  }

  @Override
  default String help() {
    return switch (this) {
      case UserUnknown r -> "Ask an administrator for an invitation.";
      case UserDisabled r -> "Ask an administrator to enable the user.";
      case UserNotEnrolled r -> "Open the invitation link and enrol a security key.";
      case KeyRemoved r -> "Log in with another enrolled key, or ask for a new invitation.";
      default -> "Run \"vouch login\".";
    };
  }
}

package dev.vouch.core.identity;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;

/**
 * A security key as it was enrolled. Only the function {@code enroll} writes these.
 *
 * @param id base64url of the SHA-256 of the credential id
 * @param publicKey the credential public key as a DER SubjectPublicKeyInfo (RFC 5280)
 * @param aaguid the model's identifier, in UUID form
 * @param model the model's name, for people
 * @param attestationObject the ceremony's attestation object as received, for later review
 * @param clientData the ceremony's client data as received
 * @param signatureCount the counter at enrolment; the counter of the last login is kept elsewhere
 */
public record EnrolledKey(
    String id,
    UserId user,
    Bytes credentialId,
    Bytes publicKey,
    String aaguid,
    String model,
    Bytes attestationObject,
    Bytes clientData,
    long signatureCount,
    Instant createdAt) {

  /** The id under which a credential is stored. */
  public static String idOf(Bytes credentialId) {
    return Sha256.of(credentialId).base64Url();
  }
}

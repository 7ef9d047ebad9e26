package dev.vouch.core.session;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * What a login yields, as it is stored: found by the hash of the access token, bound to a DPoP key.
 *
 * @param id base64url of the SHA-256 of the access token
 * @param key the enrolled key that signed the login
 * @param jkt the thumbprint of the DPoP key (RFC 9449 section 6)
 * @param login the id of the audit record of the login
 */
public record Session(
    String id,
    UserId user,
    String key,
    String jkt,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> revokedAt,
    Evidence evidence,
    String login) {

  /**
   * The signed login: what the key signed and what commits it to this session.
   *
   * @param statement the exact bytes whose SHA-256 was the WebAuthn challenge
   */
  public record Evidence(
      Bytes statement, Bytes authenticatorData, Bytes clientData, Bytes signature) {}
}

package dev.vouch.core.identity;

import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to enrol one security key, once. Only the hash of its secret is stored.
 *
 * @param secret the SHA-256 of the secret in the invitation's link
 * @param expiresAt from this instant on it is refused
 */
public record Invitation(Sha256 secret, UserId user, Instant createdAt, Instant expiresAt) {
  /** How long an invitation is open. */
  public static final Duration LIFE = Duration.ofDays(3);
}

package dev.vouch.core.login;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A completed login that waits for its client to fetch the session.
 *
 * @param hash of the code itself, which is not stored
 * @param redirectUri where the code went
 * @param codeChallenge PKCE's; who fetches must know the verifier
 * @param jkt the thumbprint of the key that the session is bound to
 * @param login the id of the audit record of the login
 * @param expiresAt when the code is no longer good
 * @param sessionExpiresAt when a session of this login ends
 * @param usedFor the session that the code was exchanged for
 */
public record LoginCode(
    Sha256 hash,
    String redirectUri,
    Sha256 codeChallenge,
    String jkt,
    UserId user,
    String key,
    String login,
    Session.Evidence evidence,
    Instant expiresAt,
    Instant sessionExpiresAt,
    Optional<String> usedFor) {
  /** How long a code is good. */
  public static final Duration LIFETIME = Duration.ofSeconds(60);
}

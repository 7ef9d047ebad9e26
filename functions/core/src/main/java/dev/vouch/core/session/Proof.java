package dev.vouch.core.session;

import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A DPoP proof that {@link ProofVerifier} accepted. It is not yet known whether it has been used:
 * whoever acts on it records {@link #useKey} once, in the same transaction.
 *
 * @param jkt the RFC 7638 thumbprint of the key that made it
 * @param id the hash of its {@code jti}
 * @param issuedAt its {@code iat}
 */
public record Proof(String jkt, Sha256 id, Instant issuedAt) {
  /** The name under which the use of this proof is recorded: {@code proof#<jkt>#<hash of jti>}. */
  public String useKey() {
    return "proof#" + jkt + "#" + id.base64Url();
  }

  /** Until when the record of its use must be kept; after this the proof is too old anyway. */
  public Instant useExpiresAt() {
    return issuedAt.plus(ProofVerifier.TOLERANCE).plus(Duration.ofSeconds(60));
  }

  /** Refuses unless the key that made this proof is the one with this thumbprint. */
  public Optional<ProofRefusal> boundTo(String expectedJkt) {
    return jkt.equals(expectedJkt) ? Optional.empty() : Optional.of(new ProofRefusal.KeyMismatch());
  }
}

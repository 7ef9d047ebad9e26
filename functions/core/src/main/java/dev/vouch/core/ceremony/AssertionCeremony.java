package dev.vouch.core.ceremony;

import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.Bytes;
import java.util.Optional;

/**
 * Verifies an assertion by an enrolled key (WebAuthn Level 3 §7.2).
 *
 * <p>Security: an accepted assertion was signed by the enrolled key for this origin and this
 * challenge, by a person who touched the key and gave its PIN or fingerprint, and the key's model
 * is allowed now.
 */
public final class AssertionCeremony {
  private final PublicBaseUrl base;
  private final KnownModels models;

  public AssertionCeremony(PublicBaseUrl base, KnownModels models) {
    this.base = base;
    this.models = models;
  }

  /**
   * @param challenge the bytes that were given to the key; that they were, recently, and only once,
   *     is the caller's to know
   * @param stored the credential with the answer's {@link AssertionAnswer#rawId}, if there is one
   */
  public AssertionResult verify(
      AssertionAnswer answer, Bytes challenge, Optional<StoredCredential> stored) {
    return new AssertionSteps(base, models, answer, challenge).verify(stored);
  }
}

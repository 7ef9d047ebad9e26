package dev.vouch.core.ceremony;

import dev.vouch.core.attestation.AttestationRoots;
import dev.vouch.core.attestation.KnownModels;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import java.time.Instant;

/**
 * Verifies the registration of a new credential (WebAuthn Level 3 §7.1).
 *
 * <p>Security: an accepted key is a credential that was made just now, for this origin and this
 * challenge, by a person who touched the key and gave its PIN or fingerprint, in a device that its
 * maker says is of an allowed model, and cannot leave that device.
 */
public final class RegistrationCeremony {
  private final PublicBaseUrl base;
  private final AttestationRoots roots;
  private final KnownModels models;

  public RegistrationCeremony(PublicBaseUrl base, AttestationRoots roots, KnownModels models) {
    this.base = base;
    this.roots = roots;
    this.models = models;
  }

  /**
   * @param challenge the bytes that were given to the key; that they were, recently, and only once,
   *     is the caller's to know
   * @param user to whom the key will belong
   */
  public RegistrationResult verify(
      RegistrationAnswer answer, Bytes challenge, UserId user, Instant now) {
    return new RegistrationSteps(base, roots, models, answer, challenge, user, now).verify();
  }
}

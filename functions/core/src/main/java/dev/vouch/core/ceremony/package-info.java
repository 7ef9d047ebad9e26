/**
 * The two WebAuthn ceremonies, verified step by step (WebAuthn Level 3 §7.1 and §7.2).
 *
 * <p>{@link dev.vouch.core.ceremony.RegistrationCeremony} and {@link
 * dev.vouch.core.ceremony.AssertionCeremony} take a browser's answer and end in an accepted record
 * or in one {@link dev.vouch.core.ceremony.CeremonyRefusal}. Nothing is optional: user
 * verification, attestation, ES256 and device-bound credentials are required.
 *
 * <p>Needs webauthn4j, which only the functions that run ceremonies carry.
 */
@NullMarked
package dev.vouch.core.ceremony;

import org.jspecify.annotations.NullMarked;

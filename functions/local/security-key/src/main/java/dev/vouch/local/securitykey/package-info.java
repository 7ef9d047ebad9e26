/**
 * A FIDO2 security key in software, and the browser that a person would hold it to.
 *
 * <p>{@link dev.vouch.local.securitykey.SecurityKey} answers WebAuthn options as a roaming key with
 * a PIN would: resident P-256 credentials, packed attestation under a root of its own, a signature
 * counter. {@link dev.vouch.local.securitykey.Deviation} names each single way in which a test can
 * make it misbehave. {@link dev.vouch.local.securitykey.SoftBrowser} runs the enrolment and login
 * pages without a screen, for the {@code BROWSER} convention.
 *
 * <p>Nothing here shares code with the verifier, so that an error in one does not hide in the
 * other. No deployed function carries this module.
 */
@NullMarked
package dev.vouch.local.securitykey;

import org.jspecify.annotations.NullMarked;

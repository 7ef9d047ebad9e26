/**
 * What is known about makers and models of security keys, and what is asked of an attestation
 * certificate.
 *
 * <p>{@link dev.vouch.core.attestation.AttestationRoots} are the pinned roots, {@link
 * dev.vouch.core.attestation.AttestationLeaf} the requirements on the certificate that a key sends
 * (WebAuthn §8.2.1), {@link dev.vouch.core.attestation.KnownModels} the models that may enrol, and
 * {@link dev.vouch.core.attestation.PublishedTestKeys} the ones that never may.
 */
@NullMarked
package dev.vouch.core.attestation;

import org.jspecify.annotations.NullMarked;

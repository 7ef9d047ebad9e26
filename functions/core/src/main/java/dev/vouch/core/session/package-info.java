/**
 * A session, from the request for a login to the check that each vend makes again.
 *
 * <p>{@link dev.vouch.core.session.SignedTokens} carries values through the browser without storing
 * them. {@link dev.vouch.core.session.ProofVerifier} checks the DPoP proof of a request. {@link
 * dev.vouch.core.session.Session} is what a login yields. Everything that may refuse says why with
 * a {@link dev.vouch.core.session.Refusal} of its own type.
 */
@NullMarked
package dev.vouch.core.session;

import org.jspecify.annotations.NullMarked;

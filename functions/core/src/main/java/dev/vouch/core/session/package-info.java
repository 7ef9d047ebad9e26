/**
 * A session, from the request for a login to the check that each vend makes again.
 *
 * <p>{@link dev.vouch.core.session.SignedTokens} carries values through the browser without storing
 * them. {@link dev.vouch.core.session.LoginStatement} is what a security key signs at a login and
 * {@link dev.vouch.core.session.Session} what the login yields, opened by an {@link
 * dev.vouch.core.session.AccessToken}. A {@link dev.vouch.core.session.SessionRequest} is a request
 * made with one: {@link dev.vouch.core.session.ProofVerifier} checks its DPoP proof and {@link
 * dev.vouch.core.session.SessionEvidence} that a key signed for the session. Everything that may
 * refuse says why with a {@link dev.vouch.core.session.Refusal} of its own type.
 */
@NullMarked
package dev.vouch.core.session;

import org.jspecify.annotations.NullMarked;

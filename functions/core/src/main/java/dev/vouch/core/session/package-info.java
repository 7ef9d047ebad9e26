/**
 * A session, from the request for a login to the check that each vend makes again.
 *
 * <p>{@link dev.vouch.core.session.SignedTokens} carries values through the browser without storing
 * them.
 */
@NullMarked
package dev.vouch.core.session;

import org.jspecify.annotations.NullMarked;

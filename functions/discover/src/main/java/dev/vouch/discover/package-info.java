/**
 * What the world may know: the OpenID discovery document and the JWKS, which AWS STS reads before
 * it trusts a web identity; the authorization server's metadata; and, for a session, the registries
 * that this deployment serves.
 */
@NullMarked
package dev.vouch.discover;

import org.jspecify.annotations.NullMarked;

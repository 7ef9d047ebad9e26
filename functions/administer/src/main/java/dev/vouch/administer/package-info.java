/**
 * Users, keys, sessions and the policy, for administrators. {@link dev.vouch.administer.Handler} is
 * the Lambda entry point and {@code Wiring} its parts; {@code CallerGate} lets the named AWS
 * identities in and nobody else; {@code UserRoutes}, {@code SessionRoutes} and {@code PolicyRoutes}
 * translate between HTTP and the rules in {@link dev.vouch.core.administration}; {@code PolicyYaml}
 * reads a policy file.
 *
 * <p>This function may write users, invitations and the policy, and revoke sessions. It may remove
 * a security key and never write one.
 */
@NullMarked
package dev.vouch.administer;

import org.jspecify.annotations.NullMarked;

/**
 * The provider for Amazon ECR: {@link dev.vouch.core.vending.ecr.EcrProvider} signs a {@link
 * dev.vouch.core.vending.ecr.WebIdentity} with the {@link dev.vouch.core.vending.ecr.IssuerKey},
 * turns it into a session of the registry's role ({@link dev.vouch.core.vending.ecr.RoleSessions})
 * and fetches the registry's token with that ({@link dev.vouch.core.vending.ecr.RegistryTokens}).
 */
@NullMarked
package dev.vouch.core.vending.ecr;

import org.jspecify.annotations.NullMarked;

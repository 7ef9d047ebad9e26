/**
 * Amazon ECR: {@link dev.vouch.adapters.ecr.EcrRegistryTokens} fetches a registry's token under a
 * role session. {@link dev.vouch.adapters.ecr.EcrClients} is the one place that builds a client.
 */
@NullMarked
package dev.vouch.adapters.ecr;

import org.jspecify.annotations.NullMarked;

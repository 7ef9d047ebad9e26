/**
 * AWS STS: {@link dev.vouch.adapters.sts.StsRoleSessions} assumes a registry's role with a web
 * identity. {@link dev.vouch.adapters.sts.StsClients} is the one place that builds a client.
 */
@NullMarked
package dev.vouch.adapters.sts;

import org.jspecify.annotations.NullMarked;

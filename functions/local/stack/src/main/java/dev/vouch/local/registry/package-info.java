/**
 * The data plane of ECR: what a client reaches under the registry's real host name.
 *
 * <p>{@link dev.vouch.local.registry.ConnectProxy} tunnels the registry's host, and nothing else,
 * to {@link dev.vouch.local.registry.DataPlane}, which speaks TLS with a certificate of {@link
 * dev.vouch.local.registry.TestAuthority}. For each request it takes the identity behind the token,
 * finds the ECR actions that the request needs ({@link dev.vouch.local.registry.RegistryCall}),
 * asks the policies, and lets {@link dev.vouch.local.registry.Upstream} pass it on to a real
 * registry that nobody else can reach by a known port ({@link
 * dev.vouch.local.registry.CraneRegistry}).
 */
@NullMarked
package dev.vouch.local.registry;

import org.jspecify.annotations.NullMarked;

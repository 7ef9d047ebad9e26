/**
 * The names of registries and repositories: {@link dev.vouch.core.registry.EcrHost} (account,
 * Region and partition out of a host name), {@link dev.vouch.core.registry.RepositoryName}, and
 * {@link dev.vouch.core.registry.RepositoryPattern}, the one form of pattern that a policy may use.
 */
@NullMarked
package dev.vouch.core.registry;

import org.jspecify.annotations.NullMarked;

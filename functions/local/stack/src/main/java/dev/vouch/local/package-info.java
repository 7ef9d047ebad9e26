/**
 * The local stack: everything that a deployment has, in one process on one machine.
 *
 * <p>Start at {@link dev.vouch.local.Main} (the command line) and {@link dev.vouch.local.Stack}
 * (what is started, in which order). The parts: {@link dev.vouch.local.gateway} in front of the
 * functions' own zips, {@link dev.vouch.local.aws} and {@link dev.vouch.local.registry} for what
 * AWS would be, {@link dev.vouch.local.template} so that the deployment's template stays the only
 * description.
 */
@NullMarked
package dev.vouch.local;

import org.jspecify.annotations.NullMarked;

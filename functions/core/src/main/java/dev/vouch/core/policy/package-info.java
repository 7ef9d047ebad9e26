/**
 * Who may do what with which repository.
 *
 * <p>A document comes in as a tree of {@link dev.vouch.core.policy.Node}s, whatever its syntax was;
 * {@link dev.vouch.core.policy.PolicyReader} turns it into a {@link dev.vouch.core.policy.Policy}
 * or reports everything that is wrong with it. {@link dev.vouch.core.policy.PolicyIndex} answers:
 * {@code decide} for one repository and action, with the rule that made the {@link
 * dev.vouch.core.policy.Decision}, and {@code entitlement} for all that somebody may do in one
 * registry, which is what a credential is made of; a {@link dev.vouch.core.policy.Selection}
 * narrows it. {@link dev.vouch.core.policy.PolicyJson} is the stored form.
 */
@NullMarked
package dev.vouch.core.policy;

import org.jspecify.annotations.NullMarked;

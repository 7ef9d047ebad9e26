/**
 * The enrolment of a security key: an invitation, a statement that the key's ceremony commits to,
 * and one transaction in which everything becomes true at once.
 *
 * <p>{@link dev.vouch.core.enrolment.Enrolment} decides, {@link
 * dev.vouch.core.enrolment.Enrolments} stores. Nothing is written for a stranger.
 */
@NullMarked
package dev.vouch.core.enrolment;

import org.jspecify.annotations.NullMarked;

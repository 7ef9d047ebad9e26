/**
 * The function {@code enroll}: an invited user's first security key.
 *
 * <p>{@link dev.vouch.enroll.EnrolmentRoutes} translates between HTTP and {@link
 * dev.vouch.core.enrolment.Enrolment}, which decides. This is the only function that may write
 * public keys.
 */
@NullMarked
package dev.vouch.enroll;

import org.jspecify.annotations.NullMarked;

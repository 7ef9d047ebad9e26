/** The enrolment of a key, on a fake store; its contract, which the tables keep too. */
@NullMarked
package dev.vouch.core.enrolment;

import org.jspecify.annotations.NullMarked;

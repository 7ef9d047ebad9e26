/** The function from event to answer, with the software key. */
@NullMarked
package dev.vouch.enroll;

import org.jspecify.annotations.NullMarked;

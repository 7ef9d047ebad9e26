/** Test kit of the local stack. */
@NullMarked
package dev.vouch.local;

import org.jspecify.annotations.NullMarked;

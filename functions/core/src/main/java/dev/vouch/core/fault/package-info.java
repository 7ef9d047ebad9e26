/** Faults, as opposed to refusals: nobody's request was wrong, and nothing may be handed out. */
@NullMarked
package dev.vouch.core.fault;

import org.jspecify.annotations.NullMarked;

/** The machine's own randomness. */
@NullMarked
package dev.vouch.adapters.system;

import org.jspecify.annotations.NullMarked;

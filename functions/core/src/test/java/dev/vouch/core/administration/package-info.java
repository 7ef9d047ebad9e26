/** Fakes of the administration's ports, the contracts they share with the tables, and its rules. */
@NullMarked
package dev.vouch.core.administration;

import org.jspecify.annotations.NullMarked;

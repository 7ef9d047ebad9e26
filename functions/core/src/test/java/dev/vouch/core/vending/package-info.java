/** A vend and its parts, over fakes of its ports. */
@NullMarked
package dev.vouch.core.vending;

import org.jspecify.annotations.NullMarked;

/** How a credential is decided, recorded, minted and handed out. */
@NullMarked
package dev.vouch.core.vending;

import org.jspecify.annotations.NullMarked;

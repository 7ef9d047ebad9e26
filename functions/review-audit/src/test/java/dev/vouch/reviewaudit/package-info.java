/** The function over real tables. */
@NullMarked
package dev.vouch.reviewaudit;

import org.jspecify.annotations.NullMarked;

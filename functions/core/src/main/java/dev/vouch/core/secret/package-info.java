/** Bytes with a meaning: secrets that do not print, digests, and the one source of randomness. */
@NullMarked
package dev.vouch.core.secret;

import org.jspecify.annotations.NullMarked;

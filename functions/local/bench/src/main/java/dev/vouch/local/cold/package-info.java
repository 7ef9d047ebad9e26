/**
 * Starts functions as Lambda does: {@link dev.vouch.local.cold.RuntimeApi} stands in for Lambda's
 * Runtime API, {@link dev.vouch.local.cold.Layout} says how a process is launched, and {@link
 * dev.vouch.local.cold.ColdStart} measures from its spawn to its first answer.
 */
@NullMarked
package dev.vouch.local.cold;

import org.jspecify.annotations.NullMarked;

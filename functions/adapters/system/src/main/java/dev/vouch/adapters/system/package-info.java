/**
 * What the machine gives: time, randomness, and the deployment's {@link
 * dev.vouch.adapters.system.Settings}, of which each function names its own.
 */
@NullMarked
package dev.vouch.adapters.system;

import org.jspecify.annotations.NullMarked;

/**
 * What differs on a developer's machine, as beans that take the place of a function's own: the
 * public URL is on loopback, and the software security key's root is trusted besides the pinned
 * ones. The local stack puts this jar before each function's zip; no deployed zip contains it.
 */
@NullMarked
package dev.vouch.local.overrides;

import org.jspecify.annotations.NullMarked;

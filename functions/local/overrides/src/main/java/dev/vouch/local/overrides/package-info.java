/**
 * What differs on a developer's machine, as beans that take the place of a function's own: the
 * public URL is on loopback, and the software security key's root is trusted besides the pinned
 * ones. {@link dev.vouch.local.overrides.CallSteps} and {@link
 * dev.vouch.local.overrides.LocalInstance} let the stack see each step of an instance and end it
 * there. The local stack puts this jar before each function's zip; no deployed zip contains it.
 */
@NullMarked
package dev.vouch.local.overrides;

import org.jspecify.annotations.NullMarked;

/**
 * The rules of Vouch: what may be enrolled, who may log in, what is vended and what is recorded.
 * Nothing here knows AWS, HTTP, the environment or the clock: time and randomness come in as
 * arguments.
 */
@NullMarked
package dev.vouch.core;

import org.jspecify.annotations.NullMarked;

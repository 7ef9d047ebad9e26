/** A server that speaks AWS protocols from a script, for the tests of the adapters. */
@NullMarked
package dev.vouch.adapters.aws.testing;

import org.jspecify.annotations.NullMarked;

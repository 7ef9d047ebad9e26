/** What the machine gives: time, randomness, and where the deployment says that it stands. */
@NullMarked
package dev.vouch.adapters.system;

import org.jspecify.annotations.NullMarked;

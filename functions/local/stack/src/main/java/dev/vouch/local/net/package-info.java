/** Listening on loopback, at ports that the system picks. */
@NullMarked
package dev.vouch.local.net;

import org.jspecify.annotations.NullMarked;

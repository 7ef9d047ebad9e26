/** The ceremonies, against a software key that can change one thing at a time. */
@NullMarked
package dev.vouch.core.ceremony;

import org.jspecify.annotations.NullMarked;

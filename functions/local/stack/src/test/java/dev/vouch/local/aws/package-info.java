/** Tests of the emulated side, driven by the real client. */
@NullMarked
package dev.vouch.local.aws;

import org.jspecify.annotations.NullMarked;

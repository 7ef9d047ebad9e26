/** The data of this build about makers and models. */
@NullMarked
package dev.vouch.core.attestation;

import org.jspecify.annotations.NullMarked;

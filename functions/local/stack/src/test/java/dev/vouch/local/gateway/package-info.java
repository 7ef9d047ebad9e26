/** Tests of the package of the same name. */
@NullMarked
package dev.vouch.local.gateway;

import org.jspecify.annotations.NullMarked;

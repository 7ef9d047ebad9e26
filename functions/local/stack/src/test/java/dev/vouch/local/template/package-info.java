/** Tests of the package of the same name. */
@NullMarked
package dev.vouch.local.template;

import org.jspecify.annotations.NullMarked;

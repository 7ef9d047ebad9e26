/** Facts that are fixed for the life of one deployment. */
@NullMarked
package dev.vouch.core.deployment;

import org.jspecify.annotations.NullMarked;

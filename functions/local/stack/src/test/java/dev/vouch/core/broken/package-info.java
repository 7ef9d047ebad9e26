/** Classes that break the rules of the tree, so that the rules are seen to catch them. */
@NullMarked
package dev.vouch.core.broken;

import org.jspecify.annotations.NullMarked;

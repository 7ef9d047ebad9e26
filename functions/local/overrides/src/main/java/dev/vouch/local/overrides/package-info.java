@NullMarked
package dev.vouch.local.overrides;

import org.jspecify.annotations.NullMarked;

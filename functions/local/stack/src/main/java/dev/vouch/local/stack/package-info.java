@NullMarked
package dev.vouch.local.stack;

import org.jspecify.annotations.NullMarked;

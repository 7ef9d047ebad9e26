@NullMarked
package dev.vouch.discover;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vouch.core;

import org.jspecify.annotations.NullMarked;

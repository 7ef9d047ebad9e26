@NullMarked
package dev.vouch.adapters.system;

import org.jspecify.annotations.NullMarked;

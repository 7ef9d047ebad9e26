@NullMarked
package dev.vouch.adapters.lambda;

import org.jspecify.annotations.NullMarked;

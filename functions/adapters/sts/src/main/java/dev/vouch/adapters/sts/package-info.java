@NullMarked
package dev.vouch.adapters.sts;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vouch.authenticate;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vouch.vendaws;

import org.jspecify.annotations.NullMarked;

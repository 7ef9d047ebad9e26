@NullMarked
package dev.vouch.enroll;

import org.jspecify.annotations.NullMarked;

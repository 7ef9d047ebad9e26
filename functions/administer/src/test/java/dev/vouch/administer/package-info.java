@NullMarked
package dev.vouch.administer;

import org.jspecify.annotations.NullMarked;

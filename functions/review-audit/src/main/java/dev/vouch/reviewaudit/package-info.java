@NullMarked
package dev.vouch.reviewaudit;

import org.jspecify.annotations.NullMarked;

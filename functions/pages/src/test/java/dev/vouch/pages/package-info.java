@NullMarked
package dev.vouch.pages;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vouch.adapters.kms;

import org.jspecify.annotations.NullMarked;

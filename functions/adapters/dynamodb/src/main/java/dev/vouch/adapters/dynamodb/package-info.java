@NullMarked
package dev.vouch.adapters.dynamodb;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vouch.local.dynamodb;

import org.jspecify.annotations.NullMarked;

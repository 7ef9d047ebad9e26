/** The events of the folder {@code events}, sent to a handler as Lambda would. */
@NullMarked
package dev.vouch.adapters.lambda.testing;

import org.jspecify.annotations.NullMarked;

/** The function's routes as API Gateway calls them. */
@NullMarked
package dev.vouch.authenticate;

import org.jspecify.annotations.NullMarked;

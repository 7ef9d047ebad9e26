package dev.vouch.adapters.lambda;

import java.util.Optional;

/**
 * What became of a request.
 *
 * @param route such as {@code POST /credentials/aws}, or {@value #NO_ROUTE}; never a client's text
 * @param fault what it ended with, where nobody's request was wrong
 */
record Answered(String route, Response response, Optional<RuntimeException> fault) {
  static final String NO_ROUTE = "none";
}

package dev.vouch.core.administration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the API writes them: RFC 3339, UTC, whole seconds. */
final class Times {
  private Times() {}

  static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

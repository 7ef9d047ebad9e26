package dev.vouch.local.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A token bucket: so many calls a second, and so many at once. */
final class RateLimit {
  private final double perSecond;
  private final double burst;
  private final InstantSource clock;
  private double left;
  private Instant counted;

  RateLimit(double perSecond, double burst, InstantSource clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
    this.left = burst;
    this.counted = clock.instant();
  }

  synchronized boolean take() {
    Instant now = clock.instant();
    if (now.isAfter(counted)) {
      left = Math.min(burst, left + Duration.between(counted, now).toMillis() / 1000.0 * perSecond);
      counted = now;
    }
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}

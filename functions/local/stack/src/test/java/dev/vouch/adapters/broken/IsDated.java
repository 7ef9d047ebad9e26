package dev.vouch.adapters.broken;

import java.time.InstantSource;

/** Breaks the rule that nothing is dated when it is made. */
final class IsDated {
  final long made;

  IsDated(InstantSource clock) {
    made = clock.millis();
  }
}

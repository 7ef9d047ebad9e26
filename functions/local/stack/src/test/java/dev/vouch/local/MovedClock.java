package dev.vouch.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's time, moved by hand: the SDK under test signs with the machine's own. */
public final class MovedClock implements InstantSource {
  private volatile Duration moved = Duration.ZERO;

  /** Moves the time, backwards when negative. */
  public void move(Duration by) {
    moved = moved.plus(by);
  }

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(moved);
  }
}

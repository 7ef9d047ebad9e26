package dev.vouch.core.vending;

import dev.vouch.core.fault.Unavailable;
import java.util.ArrayList;
import java.util.List;

/** The calls that leave the core, in order; one of them can be made to fail. */
public final class Boundaries {
  private final List<String> crossed = new ArrayList<>();
  private int failing = -1;
  private boolean afterEffect;

  /** The call of that place (from 0) fails before it does anything. */
  public void failBefore(int place) {
    failing = place;
    afterEffect = false;
  }

  /** The call of that place does what it does, and then its answer is lost. */
  public void failAfter(int place) {
    failing = place;
    afterEffect = true;
  }

  public List<String> crossed() {
    return List.copyOf(crossed);
  }

  void enter(String call) {
    crossed.add(call);
    failIf(!afterEffect);
  }

  void leave() {
    failIf(afterEffect);
  }

  private void failIf(boolean here) {
    if (here && crossed.size() - 1 == failing) {
      throw new Unavailable("a scripted failure at " + crossed.getLast());
    }
  }
}

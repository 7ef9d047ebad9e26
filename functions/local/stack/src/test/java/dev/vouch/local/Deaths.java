package dev.vouch.local;

import dev.vouch.local.gateway.InstanceDied;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Ends instances at one step, and sees that nothing of a dead one goes on. */
final class Deaths implements Consumer<String> {
  private final List<String> steps = new ArrayList<>();
  private final Set<Thread> dead = Collections.newSetFromMap(new IdentityHashMap<>());
  private String where = "";
  private int nth;
  private int reached;
  private int died;
  private int afterlife;

  @Override
  public synchronized void accept(String step) {
    if (step.endsWith(" start")) {
      dead.remove(Thread.currentThread()); // threads are kept: another instance begins here
    }
    if (dead.contains(Thread.currentThread())) {
      afterlife++;
      throw new InstanceDied(step);
    }
    steps.add(step);
    if (step.equals(where) && ++reached == nth) {
      where = "";
      died++;
      dead.add(Thread.currentThread());
      throw new InstanceDied(step);
    }
  }

  /** From now on, the nth time that a step is reached is the last of its instance, once. */
  synchronized void at(String step, int number) {
    where = step;
    nth = number;
    reached = 0;
  }

  synchronized void never() {
    where = "";
  }

  /** The steps since the last time that this was asked. */
  synchronized List<String> steps() {
    List<String> since = List.copyOf(steps);
    steps.clear();
    return since;
  }

  /** How many instances have died. */
  synchronized int died() {
    return died;
  }

  /** How many steps a dead instance took. */
  synchronized int afterlife() {
    return afterlife;
  }
}

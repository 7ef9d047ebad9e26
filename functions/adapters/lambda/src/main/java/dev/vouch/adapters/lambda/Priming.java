package dev.vouch.adapters.lambda;

import java.util.ArrayList;
import java.util.List;

/**
 * What a function runs before its first request, so that the classes and tables which a request
 * needs are there. Each step works on what it made itself and drops it: none writes, calls out, or
 * takes anything from the function's own parts.
 *
 * <p>With SnapStart every step runs before the snapshot is taken. Without it the first steps run
 * beside the wiring of the parts: those that a request would only repeat at no cost.
 */
public final class Priming {
  private final List<Runnable> beside;
  private final List<Runnable> others;

  private Priming(List<Runnable> beside, List<Runnable> others) {
    this.beside = List.copyOf(beside);
    this.others = List.copyOf(others);
  }

  /** Steps that run beside the wiring where there is no snapshot. */
  public static Priming beside(Runnable... steps) {
    return new Priming(List.of(steps), List.of());
  }

  /** The same with steps that run before a snapshot only. */
  public Priming beforeSnapshot(Runnable... steps) {
    return new Priming(beside, List.of(steps));
  }

  /** Every step, in its order. */
  public List<Runnable> steps() {
    List<Runnable> steps = new ArrayList<>(beside);
    steps.addAll(others);
    return steps;
  }

  /** Sees to it that the steps run at their time; called once, before the parts are wired. */
  void begin() {
    if (RuntimeSettings.takesSnapshot()) {
      SnapshotHook.register(steps());
    } else if (!beside.isEmpty()) {
      Thread.ofPlatform().daemon().name("priming").start(this::runBeside);
    }
  }

  /** What fails here fails in the request too, which can tell somebody. */
  private void runBeside() {
    try {
      beside.forEach(Runnable::run);
    } catch (RuntimeException | LinkageError e) {
      // the request does this work itself
    }
  }
}

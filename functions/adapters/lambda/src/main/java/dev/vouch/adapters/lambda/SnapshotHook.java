package dev.vouch.adapters.lambda;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Runs steps before Lambda takes a snapshot of the instance. A step that fails ends the instance,
 * so that a version which cannot start is not published.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">
 *     Lambda SnapStart runtime hooks for Java</a>
 */
final class SnapshotHook implements Resource {
  /** The context of CRaC may hold its resources weakly. */
  private static final Set<SnapshotHook> KEPT = ConcurrentHashMap.newKeySet();

  private final List<Runnable> steps;

  private SnapshotHook(List<Runnable> steps) {
    this.steps = List.copyOf(steps);
  }

  static void register(List<Runnable> steps) {
    SnapshotHook hook = new SnapshotHook(steps);
    KEPT.add(hook);
    Core.getGlobalContext().register(hook);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    steps.forEach(Runnable::run);
  }

  /** Nothing was kept that a restored instance would have to make anew. */
  @Override
  public void afterRestore(Context<? extends Resource> context) {}
}

package dev.vouch.local.instance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Starts an instance of a task, waits for its first answer, and ends it. */
public final class ColdStart {
  private final List<Path> runtime;

  /**
   * @param runtime the runtime interface client's jars
   */
  public ColdStart(List<Path> runtime) {
    this.runtime = List.copyOf(runtime);
  }

  /**
   * One start.
   *
   * @param spawn nanoseconds from before the spawn to the first answer, or to the checkpoint where
   *     there is one
   * @param processor nanoseconds of processor time of the whole process, when it had answered
   * @param request nanoseconds of the first request, where it came after a checkpoint
   * @param body the first answer
   */
  public record Outcome(long spawn, long processor, long request, String body) {}

  /** From the spawn of the process to its first answer. */
  public Outcome measure(Layout layout, Task task, byte[] event)
      throws IOException, InterruptedException {
    try (Instance instance = Instance.spawn(runtime, layout, task, Map.of())) {
      RuntimeApi.Answer first = instance.answer(event);
      return new Outcome(first.at() - instance.spawned(), instance.processor(), 0, first.body());
    }
  }

  /**
   * From the spawn until the instance waits for its first request, and then that request on its
   * own. With SnapStart a snapshot would be saved and restored in between; nothing is, here.
   *
   * @param snapshot whether the instance is told that its snapshot will be taken
   * @param event made when the instance is ready
   */
  public Outcome measureAfterInit(
      Layout layout, Task task, boolean snapshot, Supplier<byte[]> event)
      throws IOException, InterruptedException {
    String kind = snapshot ? "snap-start" : "on-demand";
    try (Instance instance =
        Instance.spawn(runtime, layout, task, Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", kind))) {
      long ready = snapshot ? instance.checkpoint() : instance.asked();
      byte[] request = event.get();
      long sent = System.nanoTime();
      RuntimeApi.Answer first = instance.answer(request);
      return new Outcome(
          ready - instance.spawned(), instance.processor(), first.at() - sent, first.body());
    }
  }
}

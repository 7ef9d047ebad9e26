package dev.vouch.local.cold;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Starts a process for a task, waits for its first answer, and ends it. */
public final class ColdStart {
  private static final int PATIENCE = 60;

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
    try (RuntimeApi api = RuntimeApi.start()) {
      CompletableFuture<RuntimeApi.Answer> answer = api.send(event);
      long begin = System.nanoTime();
      Process process = spawn(layout, task, api, Map.of());
      try {
        RuntimeApi.Answer first = await(answer, process);
        return new Outcome(first.at() - begin, processor(process), 0, first.body());
      } finally {
        end(process);
      }
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
    try (RuntimeApi api = RuntimeApi.start()) {
      long begin = System.nanoTime();
      Process process =
          spawn(
              layout,
              task,
              api,
              Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", snapshot ? "snap-start" : "on-demand"));
      try {
        long ready = await(snapshot ? api.checkpoint() : api.asked(), process);
        byte[] request = event.get();
        long sent = System.nanoTime();
        RuntimeApi.Answer first = await(api.send(request), process);
        return new Outcome(ready - begin, processor(process), first.at() - sent, first.body());
      } finally {
        end(process);
      }
    }
  }

  private Process spawn(Layout layout, Task task, RuntimeApi api, Map<String, String> more)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(layout.command(runtime, task))
            .directory(task.folder().toFile()) // where the client looks for lib/*.jar
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(task.folder().resolve("log").toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("TZ", ":UTC");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "measured");
    environment.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("LAMBDA_TASK_ROOT", task.folder().toString());
    environment.put("_HANDLER", task.handler());
    environment.putAll(task.environment());
    environment.putAll(more);
    return builder.start();
  }

  private static long processor(Process process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private static <T> T await(CompletableFuture<T> answer, Process process)
      throws IOException, InterruptedException {
    CompletableFuture<Void> watch =
        process
            .onExit()
            .thenAccept(ended ->
                answer.completeExceptionally(new IOException("ended with " + ended.exitValue())));
    try {
      return answer.get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer; see the task's file log", e);
    } finally {
      watch.cancel(false);
    }
  }

  /** Asks it to end, so that a JVM which writes an archive at its exit can. */
  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}

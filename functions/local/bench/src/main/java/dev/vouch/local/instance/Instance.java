package dev.vouch.local.instance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that runs a task, with a Runtime API of its own. */
public final class Instance implements AutoCloseable {
  private static final int PATIENCE = 60;

  private final RuntimeApi api;
  private final long spawned = System.nanoTime();
  private final Process process;

  private Instance(RuntimeApi api, ProcessBuilder command) throws IOException {
    this.api = api;
    this.process = command.start();
  }

  /**
   * Spawns the process.
   *
   * @param runtime the runtime interface client's jars
   * @param more environment than every instance of the task has
   */
  public static Instance spawn(
      List<Path> runtime, Layout layout, Task task, Map<String, String> more) throws IOException {
    RuntimeApi api = RuntimeApi.start();
    try {
      return new Instance(api, process(api, layout.command(runtime, task), task, more));
    } catch (IOException e) {
      api.close();
      throw e;
    }
  }

  private static ProcessBuilder process(
      RuntimeApi api, List<String> command, Task task, Map<String, String> more) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
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
    return builder;
  }

  /** From before its spawn, by {@link System#nanoTime}. */
  long spawned() {
    return spawned;
  }

  /** The answer to an event, which the process gets when it asks for one. */
  public RuntimeApi.Answer answer(byte[] event) throws IOException, InterruptedException {
    return await(api.send(event));
  }

  /** When it was ready to have its snapshot taken, by {@link System#nanoTime}. */
  long checkpoint() throws IOException, InterruptedException {
    return await(api.checkpoint());
  }

  /** When it asked for its first event, by {@link System#nanoTime}. */
  long asked() throws IOException, InterruptedException {
    return await(api.asked());
  }

  /** Nanoseconds of processor time of the whole process: compilers and collector are in it. */
  public long processor() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
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
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      api.close();
    }
  }
}

package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry behind: {@code crane registry serve} as a child process. Its parent is a shell that
 * waits for its own input to close, so that the registry ends even when this process is killed. It
 * lets go of the output, so that the output ends when the registry does.
 */
public final class CraneRegistry implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern READY = Pattern.compile("serving on port (\\d+)");
  private static final String SHELL =
      "trap '' INT HUP; \"$@\" & child=$!; exec > /dev/null 2>&1; cat; kill $child; wait $child";
  private final Process process;
  private final URI address;

  private CraneRegistry(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it on a free port of 127.0.0.1, with its layers in this folder. */
  public static CraneRegistry start(Path crane, Path folder) throws IOException {
    Process process = serve(crane, folder).start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    // Reading a pipe holds on to the carrier of a virtual thread: with as many registries as
    // processors no other virtual thread would ever run, and the gateway would be silent.
    Thread.ofPlatform().daemon().name("registry-output").start(() -> read(process, port));
    try {
      int ready = port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new CraneRegistry(process, URI.create("http://127.0.0.1:" + ready));
    } catch (TimeoutException | ExecutionException e) {
      stop(process);
      throw new IOException("the registry did not start: " + crane, e);
    } catch (InterruptedException e) {
      stop(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static ProcessBuilder serve(Path crane, Path folder) {
    List<String> shell = List.of("sh", "-c", SHELL, "sh");
    List<String> serve =
        List.of(crane.toString(), "registry", "serve", "--address", "127.0.0.1:0", "--disk");
    List<String> command = new ArrayList<>(shell);
    command.addAll(serve);
    command.add(folder.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("PORT");
    builder.redirectErrorStream(true);
    return builder;
  }

  /** Where it listens. */
  public URI address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    stop(process);
  }

  private static void stop(Process process) throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  /** Reads to the end, so that the registry never waits for its output to be read. */
  private static void read(Process process, CompletableFuture<Integer> port) {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          port.complete(Integer.valueOf(ready.group(1)));
        }
      }
      port.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
  }
}

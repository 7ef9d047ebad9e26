package dev.vouch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The client's programs, built from this checkout. */
final class ClientBinary {
  private final Path folder;

  private ClientBinary(Path folder) {
    this.folder = folder;
  }

  /** Builds {@code vouch} and the helper into the folder. */
  static ClientBinary build(Path folder) throws IOException, InterruptedException {
    ProcessBuilder build =
        new ProcessBuilder("go", "build", "-o", folder + "/", "./cmd/...")
            .directory(Line.root().resolve("helper-client").toFile())
            .redirectErrorStream(true);
    build.environment().put("CGO_ENABLED", "0");
    Process process = build.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("go build: " + said);
    }
    return new ClientBinary(folder);
  }

  Path program(String name) {
    return folder.resolve(name);
  }

  /** What {@code vouch audit verify} says of an export. */
  Map<String, Object> verify(String export) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(program("vouch").toString(), "audit", "verify", "--from", "-", "--json"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var input = process.getOutputStream()) {
      input.write(export.getBytes(UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return JSON.std.mapFrom(said);
  }
}

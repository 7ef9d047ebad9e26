package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The child process; a script stands in for the registry. */
final class CraneRegistryTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void findsTheRegistryAndEndsIt() throws IOException {
    Path pid = folder.resolve("pid");
    Path script = script("echo $$ > " + pid + "; echo serving on port 4321; exec sleep 600");
    ProcessHandle child;
    try (CraneRegistry registry = CraneRegistry.start(script, folder)) {
      assertThat(registry.address()).isEqualTo(URI.create("http://127.0.0.1:4321"));
      child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
      assertThat(child.isAlive()).isTrue();
    }
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void saysSoWhenTheRegistryDoesNotStart() throws IOException {
    Path script = script("echo no; exit 1");
    IOException failed =
        catchThrowableOfType(IOException.class, () -> CraneRegistry.start(script, folder));
    assertThat(failed).hasMessageContaining("did not start");
  }

  private Path script(String body) throws IOException {
    Path script = folder.resolve("registry");
    Files.write(script, ("#!/bin/sh\n" + body + "\n").getBytes(UTF_8));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}

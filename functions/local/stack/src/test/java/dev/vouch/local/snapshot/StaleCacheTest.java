package dev.vouch.local.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class has changed, and a cache of the old one lies beside it. */
@Tag("line")
final class StaleCacheTest {
  @TempDir private Path folder;

  @BeforeEach
  void changeAClassAfterACacheWasMade() throws Exception {
    place("old");
    assertThat(run(Map.of(), "-XX:AOTCacheOutput=" + cache())).contains("old");
    assertThat(cache()).isNotEmptyFile();
    place("new");
  }

  @Test
  void isNotRunAsTheTemplateStartsAFunction() throws Exception {
    for (var function : SnapshotTest.functions()) {
      assertThat(run(function.environment())).as(function.id()).isEqualTo("new");
    }
  }

  private Path cache() {
    return folder.resolve("app.aot");
  }

  private Path jar() {
    return folder.resolve("app.jar");
  }

  /** A jar whose one class says a word. */
  private void place(String word) throws IOException {
    Path source = folder.resolve("Says.java");
    Files.writeString(
        source,
        "public class Says { public static void main(String[] a) { System.out.print(\""
            + word
            + "\"); } }");
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    try (var out = new JarOutputStream(Files.newOutputStream(jar()))) {
      out.putNextEntry(new JarEntry("Says.class"));
      Files.copy(folder.resolve("Says.class"), out);
    }
  }

  private String run(Map<String, String> environment, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", jar().toString(), "Says"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }
}

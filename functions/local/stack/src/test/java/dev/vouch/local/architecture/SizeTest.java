package dev.vouch.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read at once. */
final class SizeTest {
  private static final int MOST_LINES = 400;

  @Test
  void noSourceFileIsLongerThan400Lines() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(sources)
        .allSatisfy(source -> assertThat(lines(source)).isLessThanOrEqualTo(MOST_LINES));
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("template.yaml"))) {
      root = java.util.Objects.requireNonNull(root.getParent(), "no source tree here");
    }
    try (Stream<Path> files = Files.walk(root.resolve("functions"))) {
      return files
          .filter(
              file -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
          .toList();
    }
  }

  private static long lines(Path source) {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

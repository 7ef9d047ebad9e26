package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line. */
final class OptionsTest {
  @Test
  void takesAFreePortAndTheBuiltCraneUnlessToldOtherwise() {
    assertThat(parse("--root /r --work /w"))
        .hasValue(
            new Options(
                Path.of("/r"),
                Path.of("/w"),
                0,
                Path.of("/r/build/tools/crane"),
                Optional.empty()));
    assertThat(parse("--root /r --work /w --port 4000 --crane /c --ready-file /f"))
        .hasValue(
            new Options(
                Path.of("/r"), Path.of("/w"), 4000, Path.of("/c"), Optional.of(Path.of("/f"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--root /r",
        "--work /w",
        "--root /r --work",
        "--root /r --work /w --port x",
        "--root /r --work /w --port 65536",
        "--root /r --work /w --more x",
        "--root /r --work /w --root /r"
      })
  void refusesEverythingElse(String line) {
    assertThat(parse(line)).isEmpty();
  }

  private static Optional<Options> parse(String line) {
    return Options.parse(List.of(line.split(" ", -1)));
  }
}

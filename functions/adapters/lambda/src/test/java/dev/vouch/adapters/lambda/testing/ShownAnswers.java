package dev.vouch.adapters.lambda.testing;

import dev.vouch.adapters.lambda.testing.ApiDescription.DescribedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The answers that handlers have given in tests, kept in {@code target/shown-answers} of their
 * module with a file for each test class. {@code ContractCoverageTest} of the local stack, which is
 * built last, holds them against the description: whatever that promises, a test has shown.
 */
public final class ShownAnswers {
  private static final String FOLDER = "shown-answers";
  private static final Set<Path> BEGUN = new HashSet<>();
  private static final Set<String> WRITTEN = new HashSet<>();

  private ShownAnswers() {}

  /** What the tests of all functions have shown: one line each, the answer and the event's name. */
  public static Set<String> ofAllFunctions() {
    Set<String> lines = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SampleEvent.root().resolve("functions"), 4)) {
      for (Path file : files.filter(ShownAnswers::isRecord).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static boolean isRecord(Path file) {
    Path folder = file.getParent();
    return folder != null && folder.endsWith(Path.of("target", FOLDER));
  }

  static synchronized void add(DescribedAnswer answer, String event) {
    Path file = Path.of("target", FOLDER, testClass() + ".txt").toAbsolutePath();
    String line = answer + "\t" + event;
    try {
      if (BEGUN.add(file)) {
        Files.createDirectories(Path.of("target", FOLDER));
        Files.deleteIfExists(file);
      }
      if (WRITTEN.add(file + line)) {
        Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The outermost test class on the stack. */
  private static String testClass() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .map(StackWalker.StackFrame::getClassName)
                .map(name -> name.replaceFirst("\\$.*", ""))
                .filter(name -> name.endsWith("Test"))
                .reduce((inner, outer) -> outer))
        .orElse("no-test");
  }
}

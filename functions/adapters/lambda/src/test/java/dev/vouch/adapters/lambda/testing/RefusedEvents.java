package dev.vouch.adapters.lambda.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The sample events that are refused for what they are, whatever is stored. Their names end with
 * the code of the refusal: {@code invite-not-json} is {@code invite} but for one thing.
 */
public final class RefusedEvents {
  private static final List<String> CODES =
      ApiDescription.read().explainedCodes().stream()
          .sorted(Comparator.comparingInt(String::length).reversed())
          .toList();

  private RefusedEvents() {}

  /**
   * Sends every one of a function and asserts that each is refused with the code of its name, at a
   * status that the API's description gives it.
   */
  public static void assertRefused(String function, Function<SampleEvent, Answer> send) {
    List<String> names = of(function);
    assertThat(names).isNotEmpty();
    for (String name : names) {
      Answer answer = send.apply(SampleEvent.read(name));
      assertThat(answer.code()).as(name).isEqualTo(code(name).orElseThrow());
      assertThat(answer.headers())
          .as(name)
          .containsEntry("Content-Type", "application/problem+json");
    }
  }

  /** The names of a function's, such as {@code administer/invite-not-json}. */
  static List<String> of(String function) {
    try (Stream<Path> files = Files.list(SampleEvent.root().resolve("events").resolve(function))) {
      return files
          .map(file -> function + "/" + file.getFileName().toString().replace(".json", ""))
          .filter(name -> code(name).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code that a name ends with, the longest where there are several. */
  static Optional<String> code(String name) {
    return CODES.stream().filter(code -> name.endsWith("-" + code.replace('_', '-'))).findFirst();
  }
}

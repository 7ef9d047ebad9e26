package dev.vouch.adapters.lambda.testing;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefusedEventsTest {
  /** What API Gateway says in several places at once, by what the client changed. */
  private static final Map<String, String> SAME =
      Map.of(
          "resource", "path",
          "pathParameters.name", "path",
          "requestContext.resourcePath", "path",
          "requestContext.path", "path",
          "requestContext.httpMethod", "httpMethod",
          "requestContext.identity.userArn", "caller",
          "requestContext.identity.accountId", "caller");

  @Test
  void namesTheCodeThatItEndsWith() {
    assertThat(RefusedEvents.code("administer/invite-not-json")).hasValue("not_json");
    assertThat(RefusedEvents.code("x/token-grant-type-unsupported"))
        .hasValue("grant_type_unsupported");
    assertThat(RefusedEvents.code("administer/invite")).isEmpty();
  }

  @Test
  void eachRefusedEventIsAnotherEventButForOneThing() throws IOException {
    for (String function : functions()) {
      for (String name : RefusedEvents.of(function)) {
        assertThat(changes(SampleEvent.read(name), SampleEvent.read(right(name))))
            .as(name)
            .hasSize(1);
      }
    }
  }

  private static Set<String> changes(SampleEvent refused, SampleEvent right) {
    Map<String, @Nullable Object> before = leaves(right);
    Map<String, @Nullable Object> after = leaves(refused);
    Set<String> all = new HashSet<>(before.keySet());
    all.addAll(after.keySet());
    return all.stream()
        .filter(path -> !Objects.equals(before.get(path), after.get(path)))
        .map(path -> SAME.getOrDefault(path, path))
        .collect(toCollection(TreeSet::new));
  }

  private static Map<String, @Nullable Object> leaves(SampleEvent event) {
    Map<String, @Nullable Object> leaves = new TreeMap<>();
    collect("", event.members(), leaves);
    return leaves;
  }

  private static void collect(
      String path, @Nullable Object value, Map<String, @Nullable Object> leaves) {
    if (value instanceof Map<?, ?> members) {
      members.forEach((name, member) ->
          collect(path.isEmpty() ? name.toString() : path + "." + name, member, leaves));
    } else {
      leaves.put(path, value);
    }
  }

  /** The event that the name of a refused one begins with. */
  private static String right(String name) {
    String begin = name;
    while (begin.contains("-")) {
      begin = begin.substring(0, begin.lastIndexOf('-'));
      if (Files.exists(events().resolve(begin + ".json"))) {
        return begin;
      }
    }
    throw new AssertionError(name + " begins with no event's name");
  }

  private static List<String> functions() throws IOException {
    try (Stream<Path> folders = Files.list(events())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .toList();
    }
  }

  private static Path events() {
    return SampleEvent.root().resolve("events");
  }
}

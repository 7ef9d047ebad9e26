package dev.vouch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules that the pages' own sources keep, so that the Content-Security-Policy never blocks them.
 */
final class SourcesTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/vouch/pages");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src|href)=\"([^\"]*)\"|from \"([^\"]*)\"");

  @Test
  void referToOwnAssetsOnlyAndToEachOfThem() throws IOException {
    TreeSet<String> referred = new TreeSet<>();
    for (String text : sources().values()) {
      for (MatchResult match : REFERENCE.matcher(text).results().toList()) {
        String target = match.group(1) == null ? match.group(2) : match.group(1);
        assertThat(target).matches("(/assets/|\\./)[a-z]+\\.(js|css|svg)");
        referred.add(target.replaceFirst("^(/assets/|\\./)", ""));
      }
    }
    assertThat(referred).isEqualTo(new TreeSet<>(names(FOLDER.resolve("assets"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>",
        "<style",
        " style=",
        " onclick=\"",
        "javascript:",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "sessionStorage",
        "document.cookie"
      })
  void neverContain(String forbidden) throws IOException {
    assertThat(sources()).isNotEmpty();
    sources().forEach((name, text) -> assertThat(text).as(name).doesNotContain(forbidden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "enroll"})
  void fillOnlyElementsThatThePageHas(String page) throws IOException {
    Map<String, String> sources = sources();
    String html = sources.getOrDefault(page + ".html", "");
    String script = sources.getOrDefault(page + ".js", "") + sources.getOrDefault("view.js", "");
    List<String> ids =
        Pattern.compile("element\\(\"([a-z-]+)\"\\)")
            .matcher(script)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(ids).isNotEmpty().allSatisfy(id -> assertThat(html).contains("id=\"" + id + "\""));
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (Path folder : List.of(FOLDER, FOLDER.resolve("assets"))) {
      for (String name : names(folder)) {
        sources.put(name, Files.readString(folder.resolve(name)));
      }
    }
    return sources;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }
}

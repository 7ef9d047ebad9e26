package dev.vouch.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metrics as others name them. */
final class MetricTest {
  private static final Path ROOT = Path.of("../../..");

  @Test
  void theOperatorsTableHasEachMetric() throws IOException {
    assertThat(found("docs/operations.md", "(?m)^\\| `(\\w+)` \\| Count \\|"))
        .containsExactlyElementsOf(Arrays.stream(Metric.values()).map(Metric::title).toList());
  }

  /** An alarm on a metric that nobody sends would be silent for ever. */
  @Test
  void theTemplateWatchesNoOtherMetricOfVouch() throws IOException {
    List<String> watched =
        found("template.yaml", "Namespace: Vouch\\s+MetricName: (\\w+)").stream().toList();
    assertThat(new TreeSet<>(Arrays.stream(Metric.values()).map(Metric::title).toList()))
        .containsAll(watched);
  }

  private static List<String> found(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}

package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.administer.PolicyYaml.Reading;
import dev.vouch.core.policy.Node;
import dev.vouch.core.secret.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyYamlTest {
  @Test
  void keepsNamesValuesAndLines() {
    assertThat(document("a: x\nb:\n  - y\n  - {c: z}\n"))
        .isEqualTo(
            new Node.Mapping(
                List.of(
                    new Node.Member("a", new Node.Text("x", 1), 1),
                    new Node.Member(
                        "b",
                        new Node.Sequence(
                            List.of(
                                new Node.Text("y", 3),
                                new Node.Mapping(
                                    List.of(new Node.Member("c", new Node.Text("z", 4), 4)), 4)),
                            3),
                        2)),
                1));
  }

  @Test
  void keepsAMemberThatIsWrittenTwice() {
    assertThat(document("a: x\na: y\n"))
        .isEqualTo(
            new Node.Mapping(
                List.of(
                    new Node.Member("a", new Node.Text("x", 1), 1),
                    new Node.Member("a", new Node.Text("y", 2), 2)),
                1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, a number",
    "-1.5, a number",
    "0x10, a number",
    "true, true or false",
    "null, nothing",
    "~, nothing",
    "'', nothing"
  })
  void tellsScalarsThatAreNoText(String scalar, String what) {
    assertThat(document(scalar + "\n")).isEqualTo(new Node.Other(what, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "1h", "team-a/**", "123456789012.dkr", "2026-11-21", "<<"})
  void takesOtherWordsAsText(String word) {
    assertThat(document(word)).isEqualTo(new Node.Text(word, 1));
  }

  @Test
  void takesWhatIsQuotedAsText() {
    assertThat(document("'true'")).isEqualTo(new Node.Text("true", 1));
    assertThat(document("\"1\"")).isEqualTo(new Node.Text("1", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: &x 1' | anchor_not_allowed",
        "'a: *x' | anchor_not_allowed",
        "'&x a: 1' | anchor_not_allowed",
        "'a: &x [1]' | anchor_not_allowed",
        "'a: !x 1' | tag_not_allowed",
        "'a: !!int 1' | tag_not_allowed",
        "'!x a: 1' | tag_not_allowed",
        "'a: !x [1]' | tag_not_allowed",
        "'a: !x {b: 1}' | tag_not_allowed",
        "'? [a]\n: 1' | wrong_key",
        "'a: 1\n--- 2' | second_document",
        "'a: 1\n...\n---\n' | second_document",
        "'a: [1' | not_yaml",
        "'a: \"1' | not_yaml",
        "'%YAML 3.0\n---\na' | not_yaml"
      })
  void refusesWhatMakesYamlSurprising(String file, String code) {
    assertThat(code(Bytes.utf8(file))).isEqualTo(code);
  }

  @Test
  void refusesAFileThatIsNotUtf8() {
    assertThat(code(Bytes.of(new byte[] {'a', ':', ' ', (byte) 0xff}))).isEqualTo("not_utf_8");
  }

  @Test
  void refusesControlCharacters() {
    assertThat(code(Bytes.utf8("a: \u0007"))).isEqualTo("not_yaml");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(document(nested(16))).isInstanceOf(Node.Sequence.class);
    assertThat(code(Bytes.utf8(nested(17)))).isEqualTo("too_deep");
    assertThat(code(Bytes.utf8(nested(30_000)))).isEqualTo("too_deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n"})
  void readsAnEmptyFileAsNothing(String file) {
    assertThat(document(file)).isInstanceOf(Node.Other.class);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "a" + "]".repeat(depth);
  }

  private static Node document(String file) {
    return switch (PolicyYaml.read(Bytes.utf8(file))) {
      case Reading.Document(Node node) -> node;
      case Reading.NotYaml(PolicyYaml.Fault fault) -> throw new AssertionError(fault);
    };
  }

  private static String code(Bytes file) {
    return switch (PolicyYaml.read(file)) {
      case Reading.Document(Node node) -> throw new AssertionError(node);
      case Reading.NotYaml(PolicyYaml.Fault fault) -> fault.code();
    };
  }
}

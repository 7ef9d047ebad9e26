package dev.vouch.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryPatternTest {

  @ParameterizedTest(name = "{0} over {1}: {2}")
  @CsvSource({
    "team-a, team-a, true",
    "team-a, team-a/x, false",
    "team-a, team-b, false",
    "team-a/x, team-a, false",
    "team-a/**, team-a, false",
    "team-a/**, team-a/x, true",
    "team-a/**, team-a/x/y, true",
    "team-a/**, team-ab/x, false",
    "team-a/**, team-a-b/x, false",
    "team-a/**, x/team-a/x, false",
    "team-a/b/**, team-a/b, false",
    "team-a/b/**, team-a/b/c, true",
    "team-a/b/**, team-a/bc/c, false",
    "a/**, a/b, true",
  })
  void matchesAnExactNameOrWhatIsUnderAPath(String pattern, String name, boolean expected) {
    assertThat(pattern(pattern).matches(RepositoryName.parse(name).orElseThrow()))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "team-a/**, team-a/**, true",
    "team-a/**, team-a/b/**, true",
    "team-a/b/**, team-a/**, false",
    "team-a/**, team-ab/**, false",
    "team-a/b, team-a/b/**, false",
    "team-a/b/**, team-a/b, false",
  })
  void onePathCoversAnotherOnlyFromAbove(String one, String other, boolean expected) {
    assertThat(pattern(one).covers(pattern(other))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aa", "a1", "team-a/app", "a.b/c_d/e-f", "0/0", "team-a/**", "a/**", "a/b/c/**"})
  void readsNamesAndPathsAndWritesThemBack(String text) {
    assertThat(pattern(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "*",
        "**",
        "/**",
        "team-*",
        "team-a/*",
        "*/app",
        "team-a/**/app",
        "team-a**",
        "team-a/***",
        "team-a//**",
        "team-a/**/**",
        "/team-a",
        "team-a/",
        "team//a",
        "Team-a",
        "team-a/**x",
        "team a",
        "-team",
        "team-",
        "te--am",
        "te__am",
        "te..am",
        "te._am",
        "team-/a",
        "team/-a",
        "team?",
        "team-ä",
        "team-a:tag",
        "team-a@sha256",
        "${aws:username}",
        "team\n",
        "team-a/**\n",
      })
  void readsNothingElse(String text) {
    assertThat(RepositoryPattern.parse(text)).isEmpty();
  }

  @Test
  void aNameHasTwoToTwoHundredAndFiftySixCharacters() {
    assertThat(RepositoryName.parse("a")).isEmpty();
    assertThat(RepositoryName.parse("aa")).isPresent();
    assertThat(RepositoryName.parse("a".repeat(255))).isPresent();
    assertThat(RepositoryName.parse("a".repeat(256))).isPresent();
    assertThat(RepositoryName.parse("a".repeat(257))).isEmpty();
    assertThatThrownBy(() -> new RepositoryName("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no repository name: a");
  }

  @Test
  void aPathLeavesRoomForANameUnderIt() {
    assertThat(RepositoryPattern.parse("a".repeat(253) + "/**")).isPresent();
    assertThat(RepositoryPattern.parse("a".repeat(254) + "/**")).isPresent();
    assertThat(RepositoryPattern.parse("a".repeat(255) + "/**")).isEmpty();
    Optional<RepositoryName> longest = RepositoryName.parse("a".repeat(254) + "/b");
    assertThat(pattern("a".repeat(254) + "/**").matches(longest.orElseThrow())).isTrue();
    assertThatThrownBy(() -> new RepositoryPattern.Under("a/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no repository prefix: a/");
  }

  private static RepositoryPattern pattern(String text) {
    return RepositoryPattern.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "team-a/**, team-a/app, team-a/app",
    "team-a/app, team-a/**, team-a/app",
    "team-a/**, team-a/x/**, team-a/x/**",
    "team-a/app, team-a/app, team-a/app",
    "team-a/**, team-b/**, ''",
    "team-a/**, team-a, ''",
    "team-a/app, team-a/app2, ''"
  })
  void twoPatternsShareTheNarrowerOrNothing(String one, String other, String shared) {
    RepositoryPattern first = RepositoryPattern.parse(one).orElseThrow();
    RepositoryPattern second = RepositoryPattern.parse(other).orElseThrow();
    assertThat(first.within(second)).isEqualTo(RepositoryPattern.parse(shared));
    assertThat(second.within(first)).isEqualTo(RepositoryPattern.parse(shared));
  }
}

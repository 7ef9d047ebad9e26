package dev.vouch.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tree keeps its rules, and each rule catches a class that breaks it: the classes in the
 * packages named {@code broken} break one each.
 */
final class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.vouch");
  private static final JavaClasses BROKEN =
      new ClassFileImporter()
          .importPackages(
              "dev.vouch.core.broken", "dev.vouch.adapters.broken", "dev.vouch.discover.broken");

  static Stream<String> rules() {
    return Rules.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theTreeKeepsTheRule(String name) {
    rule(name).check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleCatchesWhatBreaksIt(String name) {
    assertThat(rule(name).allowEmptyShould(true).evaluate(BROKEN).hasViolation()).isTrue();
  }

  @Test
  void everyPartOfTheTreeIsLookedAt() {
    Set<String> parts =
        PRODUCT.stream()
            .map(c -> c.getPackageName().split("\\.", -1)[2])
            .collect(java.util.stream.Collectors.toSet());
    assertThat(parts)
        .contains(
            "core",
            "adapters",
            "pages",
            "discover",
            "enroll",
            "authenticate",
            "vendaws",
            "administer",
            "reviewaudit",
            "local");
  }

  private static ArchRule rule(String name) {
    Map<String, ArchRule> rules = Rules.all();
    return java.util.Objects.requireNonNull(rules.get(name), name);
  }
}

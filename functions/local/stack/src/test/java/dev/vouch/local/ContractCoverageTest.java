package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.ApiDescription;
import dev.vouch.adapters.lambda.testing.ApiDescription.DescribedAnswer;
import dev.vouch.adapters.lambda.testing.ShownAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The other direction of the contract. The functions' tests, which a build runs before this one,
 * hold every answer against {@code infra/openapi.yaml}; here everything that it promises has to
 * have been answered, and every sample event to have been sent.
 */
final class ContractCoverageTest {
  /** What no sample event can bring about, and what shows it instead. */
  private static final Map<String, Predicate<DescribedAnswer>> NOT_BY_AN_EVENT =
      Map.of(
          "the front door's own: GatewayTest",
          answer ->
              Set.of("throttled", "invalid_signature", "expired_token", "refused_at_the_door")
                  .contains(answer.code()),
          "an unsigned request, turned away at the front door: GatewayTest",
          answer ->
              answer.code().equals("not_found")
                  && answer.route().matches("[A-Z]+ /(admin|audit)/.*"),
          "a fault, the same for every route: LambdaFunctionTest",
          answer -> Set.of("fault", "unavailable", "permission_missing").contains(answer.code()),
          "needs an AWS that is late, or a clock between two calls: StsRoleSessionsTest, VendTest",
          answer -> Set.of("upstream_timeout", "minted_too_late").contains(answer.code()),
          "needs a policy of many rules, or a device of its own: VendTest, PublishedKeysTest,"
              + " AssertionCeremonyTest",
          answer ->
              Set.of("policy_too_large", "known_test_key").contains(answer.code())
                  || answer.toString().equals("POST /login/complete 403 model_not_allowed"));

  private final Set<String> shown = ShownAnswers.ofAllFunctions();

  @Test
  void everyDescribedAnswerIsGivenInATest() {
    Set<String> given = column(0);
    Set<String> missing =
        ApiDescription.read().answers().stream()
            .filter(answer -> NOT_BY_AN_EVENT.values().stream().noneMatch(is -> is.test(answer)))
            .map(DescribedAnswer::toString)
            .filter(answer -> !given.contains(answer))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).as("run the tests of the functions first").isEmpty();
  }

  @Test
  void everyExceptionIsOfADescribedAnswer() {
    Set<DescribedAnswer> answers = ApiDescription.read().answers();
    NOT_BY_AN_EVENT.forEach(
        (reason, is) -> assertThat(answers.stream().anyMatch(is)).as(reason).isTrue());
  }

  @Test
  void everySampleEventIsSentInATest() throws IOException {
    Path events = Path.of("../../../events");
    try (Stream<Path> files = Files.walk(events)) {
      Set<String> names =
          files
              .map(file -> events.relativize(file).toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.replace(".json", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(column(1)).containsAll(names);
    }
  }

  private Set<String> column(int number) {
    return shown.stream()
        .map(line -> line.split("\t", -1)[number])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

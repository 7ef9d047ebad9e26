package dev.vouch.adapters.lambda.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiDescriptionTest {
  /** Answers of the front door that belong to no route, or to a route that is none. */
  private static final Set<String> OF_NO_ROUTE =
      Set.of("method_not_allowed", "refused_at_the_door");

  private final ApiDescription api = ApiDescription.read();

  @ParameterizedTest
  @CsvSource({
    "pages, Pages",
    "discover, Discover",
    "enroll, Enroll",
    "authenticate, Authenticate",
    "vend-aws, VendAws",
    "administer, Administer",
    "review-audit, ReviewAudit"
  })
  void hasExactlyTheRoutesOfTheTemplate(String function, String logicalId) {
    assertThat(api.routesOf(function))
        .isNotEmpty()
        .isEqualTo(TemplateFunction.read(logicalId).routes());
  }

  @Test
  void hasNoRouteOfAnUnknownFunction() {
    Set<String> known = new TreeSet<>();
    TemplateFunction.all().forEach(function -> known.addAll(function.routes()));
    assertThat(api.routes()).isEqualTo(known);
  }

  @Test
  void explainsEveryCodeAndNoOther() {
    Set<String> used = new TreeSet<>(OF_NO_ROUTE);
    api.answers().forEach(answer -> used.add(answer.code()));
    used.add("");
    Set<String> explained = api.explainedCodes();
    explained.add("");
    assertThat(explained).isEqualTo(used);
  }
}

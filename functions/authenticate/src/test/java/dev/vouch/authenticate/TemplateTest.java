package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.TemplateFunction;
import dev.vouch.core.login.FakeLoginTables;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function is what the template deploys. */
final class TemplateTest {
  private final TemplateFunction template = TemplateFunction.read("Authenticate");

  @Test
  void routesAreThoseOfTheTemplate() {
    try (Deployment deployment = new Deployment(Map.of(), new FakeLoginTables())) {
      assertThat(deployment.routes()).containsExactlyInAnyOrderElementsOf(template.routes());
    }
  }
}

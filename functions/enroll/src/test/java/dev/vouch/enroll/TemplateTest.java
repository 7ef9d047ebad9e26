package dev.vouch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.TemplateFunction;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function is what the template deploys. */
final class TemplateTest {
  private final TemplateFunction template = TemplateFunction.read("Enroll");

  @Test
  void routesAreThoseOfTheTemplate() {
    try (Deployment deployment = new Deployment(Map.of())) {
      assertThat(deployment.routes()).containsExactlyInAnyOrderElementsOf(template.routes());
    }
  }
}

package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.TemplateFunction;
import org.junit.jupiter.api.Test;

/** The function is what the template deploys. */
final class TemplateTest {
  private final TemplateFunction template = TemplateFunction.read("VendAws");

  @Test
  void routesAreThoseOfTheTemplate() {
    try (Deployment deployment = new Deployment()) {
      assertThat(deployment.routes()).containsExactlyInAnyOrderElementsOf(template.routes());
    }
  }
}

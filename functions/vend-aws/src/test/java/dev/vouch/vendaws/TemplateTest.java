package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.TemplateFunction;
import java.util.TreeSet;
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

  @Test
  void settingsAreThoseOfTheTemplate() {
    try (Deployment deployment = new Deployment()) {
      TreeSet<String> own = new TreeSet<>(deployment.settings());
      // the template gives this one to all functions
      own.remove("vouch.public-base-url");
      assertThat(own).isEqualTo(template.settings());
    }
  }
}

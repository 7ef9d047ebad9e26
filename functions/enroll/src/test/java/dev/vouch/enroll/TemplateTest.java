package dev.vouch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.testing.TemplateFunction;
import java.util.Map;
import java.util.TreeSet;
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

  @Test
  void settingsAreThoseOfTheTemplate() {
    try (Deployment deployment = new Deployment(Map.of())) {
      TreeSet<String> own = new TreeSet<>();
      // an environment variable has a point where the name has a hyphen
      deployment.settings().forEach(name -> own.add(name.replace('-', '.')));
      // the template gives this one to all functions
      own.remove("vouch.public.base.url");
      assertThat(own).isEqualTo(template.settings());
    }
  }
}

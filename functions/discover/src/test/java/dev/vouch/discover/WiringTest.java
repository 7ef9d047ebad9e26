package dev.vouch.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.TemplateFunction;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function as it is put together from its settings, and as the template deploys it. */
final class WiringTest {
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "vouch.public-base-url", "https://vouch.example.com",
          "vouch.tables.identity", "identity",
          "vouch.tables.session", "session",
          "vouch.tables.replay", "replay",
          "vouch.tables.configuration", "configuration",
          "vouch.keys.published", "one,two");

  private final TemplateFunction template = TemplateFunction.read("Discover");

  @Test
  void routesAreThoseOfTheTemplate() {
    System.setProperty("aws.region", "us-east-1");
    try (ApplicationContext context = start(SETTINGS)) {
      assertThat(context.getBean(LambdaFunction.class).routes())
          .extracting(route -> route.method() + " " + route.resource())
          .containsExactlyInAnyOrderElementsOf(template.routes());
    }
  }

  private static ApplicationContext start(Map<String, Object> settings) {
    return ApplicationContext.builder(Handler.class.getClassLoader())
        .deduceEnvironment(false)
        .properties(settings)
        .start();
  }
}

package dev.vouch.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.TemplateFunction;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
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

  @Test
  void settingsAreThoseOfTheTemplate() {
    TreeSet<String> own = new TreeSet<>(SETTINGS.keySet());
    // the template gives this one to all functions
    own.remove("vouch.public-base-url");
    assertThat(own).isEqualTo(template.settings());
  }

  @Test
  void refusesToStartWithAUrlThatAwsCannotReach() {
    Map<String, Object> wrong = new HashMap<>(SETTINGS);
    wrong.put("vouch.public-base-url", "http://localhost:8080");
    assertThatThrownBy(() -> start(wrong).getBean(LambdaFunction.class))
        .hasMessageContaining("https://host");
  }

  private static ApplicationContext start(Map<String, Object> settings) {
    return ApplicationContext.builder(Handler.class.getClassLoader())
        .deduceEnvironment(false)
        .properties(settings)
        .start();
  }
}

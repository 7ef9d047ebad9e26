package dev.vouch.pages;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.Settings;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.util.List;

/** The routes. */
@Factory
final class Wiring {
  private static final String NAME = "pages";

  @Singleton
  Settings settings(Environment environment) {
    return Settings.read(NAME, environment, List.of(DeploymentSettings.PUBLIC_BASE_URL));
  }

  @Singleton
  LambdaFunction function(RequestLog log) {
    StaticFiles files = StaticFiles.load();
    return new LambdaFunction(
        List.of(
            new Route("GET", "/login", request -> files.page("login.html")),
            new Route("GET", "/enroll", request -> files.page("enroll.html")),
            new Route("GET", "/assets/{name}", files::asset)),
        log);
  }
}

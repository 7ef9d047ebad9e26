package dev.vouch.pages;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.Route;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.List;

/** The routes. */
@Factory
final class Wiring {
  @Singleton
  LambdaFunction function() {
    StaticFiles files = StaticFiles.load();
    return new LambdaFunction(
        List.of(
            new Route("GET", "/login", request -> files.page("login.html")),
            new Route("GET", "/enroll", request -> files.page("enroll.html")),
            new Route("GET", "/assets/{name}", files::asset)));
  }
}

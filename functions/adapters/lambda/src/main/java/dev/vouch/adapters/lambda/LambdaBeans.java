package dev.vouch.adapters.lambda;

import dev.vouch.adapters.system.Settings;
import dev.vouch.core.deployment.PublicBaseUrl;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What every function has of Lambda. */
@Factory
final class LambdaBeans {
  @Singleton
  RequestLog log(Settings settings, PublicBaseUrl base, InstantSource clock) {
    return new RequestLog(settings.function(), base, clock);
  }
}

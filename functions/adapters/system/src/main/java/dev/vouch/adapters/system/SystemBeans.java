package dev.vouch.adapters.system;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.RandomSource;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What every function takes from the system that it runs on. */
@Factory
final class SystemBeans {
  @Singleton
  @Requires(missingBeans = PublicBaseUrl.class)
  PublicBaseUrl publicBaseUrl(Settings settings) {
    return settings.get(DeploymentSettings.PUBLIC_BASE_URL);
  }

  @Singleton
  RandomSource random() {
    return new SecureRandomSource();
  }

  @Singleton
  @Requires(missingBeans = InstantSource.class)
  InstantSource clock() {
    return InstantSource.system();
  }
}

package dev.vouch.adapters.system;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.RandomSource;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What every function takes from the system that it runs on. */
@Factory
final class SystemBeans {
  @Singleton
  @Requires(missingBeans = PublicBaseUrl.class)
  PublicBaseUrl publicBaseUrl(@Property(name = "vouch.public-base-url") String url) {
    return PublicBaseUrl.https(url)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "vouch.public-base-url has to be https://host, without a port or a path"));
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

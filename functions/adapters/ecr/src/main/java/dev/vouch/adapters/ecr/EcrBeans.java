package dev.vouch.adapters.ecr;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The client, one for each instance of a function. */
@Factory
final class EcrBeans {
  @Bean(preDestroy = "close")
  @Singleton
  EcrClients clients() {
    return new EcrClients();
  }
}

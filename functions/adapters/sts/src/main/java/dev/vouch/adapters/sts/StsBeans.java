package dev.vouch.adapters.sts;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.sts.StsClient;

/** The client, one for each instance of a function. */
@Factory
final class StsBeans {
  @Bean(preDestroy = "close")
  @Singleton
  StsClient client() {
    return StsClients.open();
  }
}

package dev.vouch.adapters.kms;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.kms.KmsClient;

/** The client, one for each instance of a function. */
@Factory
final class KmsBeans {
  @Bean(preDestroy = "close")
  @Singleton
  KmsClient client() {
    return KmsClients.open();
  }
}

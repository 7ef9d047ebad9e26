package dev.vouch.adapters.dynamodb;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The client, one for each instance of a function. */
@Factory
final class DynamoDbBeans {
  @Bean(preDestroy = "close")
  @Singleton
  DynamoDbClient client() {
    return DynamoDbClients.create();
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.system.Setting;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The client, one for each instance of a function, and the tables that the function has. */
@Factory
final class DynamoDbBeans {
  private static final String NO_TABLE = "none";

  @Bean(preDestroy = "close")
  @Singleton
  DynamoDbClient client() {
    return DynamoDbClients.create();
  }

  @Singleton
  Tables tables(Settings settings) {
    return new Tables(
        name(settings, TableSettings.IDENTITY),
        name(settings, TableSettings.SESSION),
        name(settings, TableSettings.REPLAY),
        name(settings, TableSettings.CONFIGURATION),
        name(settings, TableSettings.AUDIT));
  }

  private static String name(Settings settings, Setting<String> table) {
    return settings.find(table).orElse(NO_TABLE);
  }
}

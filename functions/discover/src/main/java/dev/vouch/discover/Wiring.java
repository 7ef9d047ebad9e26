package dev.vouch.discover;

import dev.vouch.adapters.dynamodb.DynamoDbActivePolicy;
import dev.vouch.adapters.dynamodb.DynamoDbSessionRows;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.kms.KmsPublicKey;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.KeySettings;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.policy.ActivePolicy;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.vending.ecr.IssuerJwk;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  private static final String NAME = "discover";

  /** This function writes no audit record, so it has no right to their table. */
  @Singleton
  Settings settings(Environment environment) {
    return Settings.read(
        NAME,
        environment,
        List.of(
            DeploymentSettings.PUBLIC_BASE_URL,
            TableSettings.IDENTITY,
            TableSettings.SESSION,
            TableSettings.REPLAY,
            TableSettings.CONFIGURATION,
            KeySettings.PUBLISHED));
  }

  @Singleton
  LambdaFunction function(MetadataRoutes metadata, CatalogueRoute catalogue, RequestLog log) {
    List<Route> routes = new ArrayList<>(metadata.routes());
    routes.add(catalogue.route());
    return new LambdaFunction(routes, log);
  }

  @Singleton
  MetadataRoutes metadata(PublicBaseUrl base, KmsClient kms, Settings settings) {
    return new MetadataRoutes(
        base,
        settings.get(KeySettings.PUBLISHED).stream()
            .<Supplier<IssuerJwk>>map(key -> new KmsPublicKey(kms, key)::get)
            .toList());
  }

  @Singleton
  CatalogueRoute catalogue(
      PublicBaseUrl base, SessionRows rows, ActivePolicy policy, InstantSource clock) {
    return new CatalogueRoute(new SessionGate(base), rows, policy, clock);
  }

  @Singleton
  SessionRows rows(DynamoDbClient client, Tables tables) {
    return new DynamoDbSessionRows(client, tables);
  }

  @Singleton
  ActivePolicy policy(DynamoDbClient client, Tables tables) {
    return new DynamoDbActivePolicy(client, tables);
  }
}

package dev.vouch.discover;

import dev.vouch.adapters.dynamodb.DynamoDbActivePolicy;
import dev.vouch.adapters.dynamodb.DynamoDbSessionRows;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.kms.KmsPublicKey;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.policy.ActivePolicy;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.vending.ecr.IssuerJwk;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
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
  /** This function writes no audit record, so it has no right to their table. */
  private static final String NO_TABLE = "none";

  @Singleton
  LambdaFunction function(MetadataRoutes metadata, CatalogueRoute catalogue) {
    List<Route> routes = new ArrayList<>(metadata.routes());
    routes.add(catalogue.route());
    return new LambdaFunction(routes);
  }

  @Singleton
  MetadataRoutes metadata(
      PublicBaseUrl base,
      KmsClient kms,
      @Property(name = "vouch.keys.published") List<String> keys) {
    return new MetadataRoutes(
        base,
        keys.stream().<Supplier<IssuerJwk>>map(key -> new KmsPublicKey(kms, key)::get).toList());
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

  @Singleton
  Tables tables(
      @Property(name = "vouch.tables.identity") String identity,
      @Property(name = "vouch.tables.session") String session,
      @Property(name = "vouch.tables.replay") String replay,
      @Property(name = "vouch.tables.configuration") String configuration) {
    return new Tables(identity, session, replay, configuration, NO_TABLE);
  }
}

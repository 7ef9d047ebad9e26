package dev.vouch.reviewaudit;

import dev.vouch.adapters.dynamodb.DynamoDbAuditLog;
import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.core.administration.Authority;
import dev.vouch.core.audit.AuditReview;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  @Singleton
  LambdaFunction function(CallerGate gate, AuditRoutes routes) {
    return new LambdaFunction(routes.routes(gate));
  }

  @Singleton
  CallerGate gate(
      @Property(name = "vouch.admin.account") String account,
      @Property(name = "vouch.audit.principals") List<String> principals) {
    return new CallerGate(new Authority(account, principals), "reviewers", "AuditPrincipals");
  }

  @Singleton
  AuditRoutes routes(
      DynamoDbClient client,
      @Property(name = "vouch.tables.audit") String table,
      InstantSource clock) {
    return new AuditRoutes(new AuditReview(new DynamoDbAuditLog(client, table)), clock);
  }
}

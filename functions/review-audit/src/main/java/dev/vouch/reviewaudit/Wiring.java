package dev.vouch.reviewaudit;

import dev.vouch.adapters.dynamodb.DynamoDbAuditLog;
import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
import dev.vouch.core.administration.Authority;
import dev.vouch.core.audit.AuditReview;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  private static final String NAME = "review-audit";

  @Singleton
  Settings settings(Environment environment) {
    return Settings.read(
        NAME,
        environment,
        List.of(
            DeploymentSettings.PUBLIC_BASE_URL,
            TableSettings.AUDIT,
            DeploymentSettings.ACCOUNT,
            DeploymentSettings.REVIEWERS));
  }

  @Singleton
  LambdaFunction function(CallerGate gate, AuditRoutes routes, RequestLog log) {
    return new LambdaFunction(routes.routes(gate), log);
  }

  @Singleton
  CallerGate gate(Settings settings) {
    Authority authority =
        new Authority(
            settings.get(DeploymentSettings.ACCOUNT), settings.get(DeploymentSettings.REVIEWERS));
    return new CallerGate(authority, "reviewers", "AuditPrincipals");
  }

  @Singleton
  AuditRoutes routes(DynamoDbClient client, Settings settings, InstantSource clock) {
    String table = settings.get(TableSettings.AUDIT);
    return new AuditRoutes(new AuditReview(new DynamoDbAuditLog(client, table)), clock);
  }
}

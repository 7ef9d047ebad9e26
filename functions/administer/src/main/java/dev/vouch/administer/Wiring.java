package dev.vouch.administer;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbDirectory;
import dev.vouch.adapters.dynamodb.DynamoDbPolicyHistory;
import dev.vouch.adapters.dynamodb.DynamoDbSessionRegister;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
import dev.vouch.core.administration.Authority;
import dev.vouch.core.administration.PolicyAdministration;
import dev.vouch.core.administration.SessionAdministration;
import dev.vouch.core.administration.UserAdministration;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.RandomSource;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  private static final String NAME = "administer";

  /** This function takes no proof of possession, so it has no right to the table of used ones. */
  @Singleton
  Settings settings(Environment environment) {
    return Settings.read(
        NAME,
        environment,
        List.of(
            DeploymentSettings.PUBLIC_BASE_URL,
            TableSettings.IDENTITY,
            TableSettings.SESSION,
            TableSettings.CONFIGURATION,
            TableSettings.AUDIT,
            DeploymentSettings.ACCOUNT,
            DeploymentSettings.ADMINISTRATORS));
  }

  @Singleton
  LambdaFunction function(
      CallerGate gate,
      UserRoutes users,
      SessionRoutes sessions,
      PolicyRoutes policies,
      RequestLog log) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(users.routes(gate));
    routes.addAll(sessions.routes(gate));
    routes.addAll(policies.routes(gate));
    return new LambdaFunction(routes, log);
  }

  @Singleton
  CallerGate gate(Settings settings) {
    Authority authority =
        new Authority(
            settings.get(DeploymentSettings.ACCOUNT),
            settings.get(DeploymentSettings.ADMINISTRATORS));
    return new CallerGate(authority, "administrators", "AdminPrincipals");
  }

  @Singleton
  UserRoutes users(
      DynamoDbClient client,
      Tables tables,
      AuditedWrites writes,
      RandomSource random,
      PublicBaseUrl base,
      InstantSource clock) {
    DynamoDbDirectory directory = new DynamoDbDirectory(client, tables, writes);
    return new UserRoutes(new UserAdministration(directory, random), base, clock);
  }

  @Singleton
  SessionRoutes sessions(
      DynamoDbClient client, Tables tables, AuditedWrites writes, InstantSource clock) {
    DynamoDbSessionRegister register = new DynamoDbSessionRegister(client, tables, writes);
    return new SessionRoutes(new SessionAdministration(register), clock);
  }

  @Singleton
  PolicyRoutes policies(
      DynamoDbClient client, Tables tables, AuditedWrites writes, InstantSource clock) {
    DynamoDbPolicyHistory history = new DynamoDbPolicyHistory(client, tables, writes);
    return new PolicyRoutes(new PolicyAdministration(history), clock);
  }

  /** One chain for the whole instance, which serves one request at a time. */
  @Singleton
  AuditedWrites writes(DynamoDbClient client, Tables tables, RandomSource random) {
    return new AuditedWrites(client, tables, new AuditChain(NAME, random));
  }
}

package dev.vouch.vendaws;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbSessionRows;
import dev.vouch.adapters.dynamodb.DynamoDbVendingReads;
import dev.vouch.adapters.dynamodb.DynamoDbVendingRecords;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.ecr.EcrClients;
import dev.vouch.adapters.ecr.EcrRegistryTokens;
import dev.vouch.adapters.kms.KmsIssuerKey;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.RequestLog;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.adapters.sts.StsRoleSessions;
import dev.vouch.adapters.system.DeploymentSettings;
import dev.vouch.adapters.system.KeySettings;
import dev.vouch.adapters.system.Settings;
import dev.vouch.adapters.system.TableSettings;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.vending.Explain;
import dev.vouch.core.vending.Preview;
import dev.vouch.core.vending.Provider;
import dev.vouch.core.vending.Vend;
import dev.vouch.core.vending.VendingReads;
import dev.vouch.core.vending.VendingRecords;
import dev.vouch.core.vending.ecr.EcrProvider;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The parts, from the settings. */
@Factory
final class Wiring {
  private static final String NAME = "vend-aws";

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
            TableSettings.AUDIT,
            KeySettings.ISSUER));
  }

  @Singleton
  LambdaFunction function(
      PublicBaseUrl base,
      VendingReads reads,
      VendingRecords records,
      Provider provider,
      InstantSource clock,
      RequestLog log) {
    SessionGate gate = new SessionGate(base);
    Vend vend = new Vend(base, reads, records, provider);
    Explain explain = new Explain(base, reads, records);
    Preview preview = new Preview(base, reads, records);
    return new LambdaFunction(
        List.of(
            new CredentialRoute(gate, vend, clock).route(),
            new ExplainRoute(gate, explain, clock).route(),
            new PreviewRoute(gate, preview, clock).route()),
        log);
  }

  @Singleton
  VendingReads reads(DynamoDbClient client, Tables tables) {
    return new DynamoDbVendingReads(client, tables);
  }

  /** One chain for the whole instance, which serves one request at a time. */
  @Singleton
  VendingRecords records(DynamoDbClient client, Tables tables, RandomSource random) {
    AuditChain chain = new AuditChain(NAME, random);
    return new DynamoDbVendingRecords(
        tables, new AuditedWrites(client, tables, chain), new DynamoDbSessionRows(client, tables));
  }

  @Singleton
  Provider provider(
      PublicBaseUrl base,
      KmsClient kms,
      StsClient sts,
      EcrClients ecr,
      InstantSource clock,
      Settings settings) {
    return new EcrProvider(
        base,
        new KmsIssuerKey(kms, settings.get(KeySettings.ISSUER), clock),
        new StsRoleSessions(sts),
        new EcrRegistryTokens(ecr));
  }
}

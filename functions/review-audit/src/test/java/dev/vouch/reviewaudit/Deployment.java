package dev.vouch.reviewaudit;

import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.LocalTables;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.secret.CountingRandom;
import io.micronaut.context.ApplicationContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The function as it is deployed, over a fresh log that a test writes. */
final class Deployment implements AutoCloseable {
  private final Tables tables = LocalTables.fresh();
  private final AuditedWrites writes =
      new AuditedWrites(
          LocalTables.client(), tables, new AuditChain("administer", new CountingRandom()));
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final ApplicationContext context;
  private final Handler handler;

  Deployment() {
    this(Map.of());
  }

  /**
   * Starts the function.
   *
   * @param changed settings that differ from the usual ones
   */
  Deployment(Map<String, Object> changed) {
    useLocalTables();
    settings.put("vouch.public-base-url", "https://vouch.example.com");
    settings.put("vouch.admin.account", "123456789012");
    settings.put("vouch.audit.principals", "arn:aws:iam::123456789012:role/vouch-audit");
    settings.put("vouch.tables.audit", tables.audit());
    settings.putAll(changed);
    context =
        ApplicationContext.builder(Handler.class.getClassLoader())
            .deduceEnvironment(false)
            .properties(settings)
            .start();
    handler = new Handler(context);
  }

  /** Appends a record; the first one also starts the writer's chain. */
  Receipt record(String type, Instant at) {
    AuditedWrites.Result result = writes.commit(at, List.of(AuditEntry.of(type)), Map.of());
    return switch (result) {
      case AuditedWrites.Result.Committed committed -> committed.receipts().getFirst();
      case AuditedWrites.Result.Refused refused ->
          throw new IllegalStateException("refused: " + refused.names());
    };
  }

  static SampleEvent event(String name) {
    return SampleEvent.read("review-audit/" + name);
  }

  Answer send(String event) {
    return send(event(event));
  }

  Answer send(SampleEvent event) {
    return event.sendTo(handler);
  }

  /** The routes, such as {@code GET /audit/records}. */
  List<String> routes() {
    return context.getBean(LambdaFunction.class).routes().stream()
        .map(route -> route.method() + " " + route.resource())
        .toList();
  }

  @Override
  public void close() {
    context.close();
  }

  /** The SDK's own settings, as the local stack uses them. */
  private static void useLocalTables() {
    String endpoint =
        LocalTables.client()
            .serviceClientConfiguration()
            .endpointOverride()
            .orElseThrow()
            .toString();
    System.setProperty("aws.endpointUrlDynamoDb", endpoint);
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
  }
}

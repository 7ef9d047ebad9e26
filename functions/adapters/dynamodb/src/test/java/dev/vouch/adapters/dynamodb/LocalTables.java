package dev.vouch.adapters.dynamodb;

import dev.vouch.local.dynamodb.LocalDynamoDb;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Fresh, empty tables for a test, on one DynamoDB Local for the whole test run. */
public final class LocalTables {
  private static final LocalDynamoDb SERVER = LocalDynamoDb.start();
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
  }

  private LocalTables() {}

  /** New tables, as the template describes them. */
  public static Tables fresh() {
    Map<String, String> names = SERVER.createTables("t" + COUNT.incrementAndGet() + "-");
    return new Tables(
        name(names, "IdentityTable"),
        name(names, "SessionTable"),
        name(names, "ReplayTable"),
        name(names, "ConfigurationTable"),
        name(names, "AuditTable"));
  }

  public static DynamoDbClient client() {
    return SERVER.client();
  }

  private static String name(Map<String, String> names, String logicalId) {
    return Objects.requireNonNull(names.get(logicalId), logicalId);
  }
}

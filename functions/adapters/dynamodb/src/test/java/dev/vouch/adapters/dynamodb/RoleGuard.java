package dev.vouch.adapters.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * A client that fails a call which the template does not allow its function: DynamoDB Local checks
 * no permissions, so a missing one would show in production only.
 */
public final class RoleGuard {
  private final DynamoDbClient client;
  private final TemplateRole role;

  private RoleGuard(DynamoDbClient client, TemplateRole role) {
    this.client = client;
    this.role = role;
  }

  /**
   * Wraps a client of tables that {@link LocalTables} made.
   *
   * @param logicalId the function's name in the template, such as {@code VendAws}
   */
  public static DynamoDbClient of(DynamoDbClient client, String logicalId) {
    RoleGuard guard = new RoleGuard(client, new TemplateRole(logicalId));
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            RoleGuard.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, guard::call);
  }

  private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments != null && arguments.length == 1) {
      if (arguments[0] instanceof Consumer) {
        // builds the request and comes back with it
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      check(arguments[0]);
    }
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private void check(Object request) {
    switch (request) {
      case GetItemRequest get -> need("GetItem", get.tableName(), keys(get.key()));
      case BatchGetItemRequest batch ->
          batch
              .requestItems()
              .forEach((table, items) ->
                  items.keys().forEach(key -> need("BatchGetItem", table, keys(key))));
      case QueryRequest query -> need("Query", place(query), partition(query));
      case ScanRequest scan -> need("Scan", scan.tableName(), List.of());
      case PutItemRequest put -> need("PutItem", put.tableName(), keys(put.item()));
      case TransactWriteItemsRequest transaction ->
          transaction.transactItems().forEach(this::check);
      default -> throw new AssertionError("no rule for a " + request.getClass().getSimpleName());
    }
  }

  private void check(TransactWriteItem write) {
    if (write.put() != null) {
      need("PutItem", write.put().tableName(), keys(write.put().item()));
    } else if (write.update() != null) {
      need("UpdateItem", write.update().tableName(), keys(write.update().key()));
    } else if (write.delete() != null) {
      need("DeleteItem", write.delete().tableName(), keys(write.delete().key()));
    } else {
      need(
          "ConditionCheckItem",
          write.conditionCheck().tableName(),
          keys(write.conditionCheck().key()));
    }
  }

  private void need(String action, String table, List<String> partitions) {
    // LocalTables names a table t<number>-<logical id>
    String resource = table.replaceFirst("^t\\d+-", "");
    if (!role.allows(action, resource, partitions)) {
      throw new AssertionError("the role lacks " + action + " on " + resource + " " + partitions);
    }
  }

  private static String place(QueryRequest query) {
    return query.indexName() == null
        ? query.tableName()
        : query.tableName() + "/index/" + query.indexName();
  }

  /** The partition of a query of a table; an index has partitions of its own. */
  private static List<String> partition(QueryRequest query) {
    AttributeValue partition = query.expressionAttributeValues().get(":pk");
    return query.indexName() == null && partition != null
        ? List.of(Objects.requireNonNull(partition.s()))
        : List.of();
  }

  private static List<String> keys(Map<String, AttributeValue> item) {
    return List.of(Objects.requireNonNull(Objects.requireNonNull(item.get("pk")).s()));
  }
}

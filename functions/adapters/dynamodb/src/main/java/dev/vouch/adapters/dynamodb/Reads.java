package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.core.fault.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Reads of a table. A table that does not answer is {@link Unavailable}, never "nothing there". */
final class Reads {
  private static final String BY_USER = "by_user";

  private final DynamoDbClient client;

  Reads(DynamoDbClient client) {
    this.client = client;
  }

  /** One item, as of all writes so far. */
  Optional<Item> get(String table, Item key) {
    GetItemRequest request =
        GetItemRequest.builder().tableName(table).key(key.toMap()).consistentRead(true).build();
    return Item.read(answered(() -> client.getItem(request).item()));
  }

  /** The items of a partition in the order of their sort keys, as of all writes so far. */
  List<Item> partition(String table, String partition) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(Item.values().with(":pk", partition).toMap())
            .build();
    return answered(() -> items(client.queryPaginator(request).items().stream()));
  }

  /**
   * The items of one user whose partition key begins with {@code prefix}; one of the last moments
   * may be missing, since an index follows its table.
   */
  List<Item> ofUser(String table, String user, String prefix) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(BY_USER)
            .keyConditionExpression("#user = :user AND begins_with(pk, :prefix)")
            .expressionAttributeNames(Map.of("#user", "user"))
            .expressionAttributeValues(
                Item.values().with(":user", user).with(":prefix", prefix).toMap())
            .build();
    return answered(() -> items(client.queryPaginator(request).items().stream()));
  }

  /** Every item whose partition key begins with one of two prefixes, in no order. */
  List<Item> all(String table, String prefix, String otherPrefix) {
    ScanRequest request =
        ScanRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .filterExpression("begins_with(pk, :a) OR begins_with(pk, :b)")
            .expressionAttributeValues(
                Item.values().with(":a", prefix).with(":b", otherPrefix).toMap())
            .build();
    return answered(() -> items(client.scanPaginator(request).items().stream()));
  }

  private static List<Item> items(Stream<Map<String, AttributeValue>> rows) {
    return rows.map(Item::read).flatMap(Optional::stream).toList();
  }

  private static <T> T answered(Supplier<T> read) {
    try {
      return read.get();
    } catch (SdkException e) {
      throw Faults.of("the tables", e);
    }
  }
}

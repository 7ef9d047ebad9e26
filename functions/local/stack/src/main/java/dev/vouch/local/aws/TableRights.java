package dev.vouch.local.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rights that a request to DynamoDB needs: one for each table of a batch, one for each item of
 * a transaction (Amazon DynamoDB Developer Guide, "Using IAM with DynamoDB transactions" and "Using
 * IAM policy conditions for fine-grained access control").
 */
final class TableRights {
  private static final String PARTITION_KEY = "pk";
  private static final Pattern EQUALS = Pattern.compile("(#?\\w+) = (:\\w+)");
  private static final Map<String, String> ITEM_ACTIONS =
      Map.of(
          "Put", "PutItem",
          "Update", "UpdateItem",
          "Delete", "DeleteItem",
          "ConditionCheck", "ConditionCheckItem");

  /**
   * One of them.
   *
   * @param place a table, or {@code TABLE/index/NAME}
   * @param keys the partition keys that are named
   */
  record Right(String action, String place, List<String> keys) {
    String table() {
      int index = place.indexOf('/');
      return index < 0 ? place : place.substring(0, index);
    }
  }

  private TableRights() {}

  /** Those of a request; an operation that Vouch does not use is not known here. */
  static List<Right> of(String operation, Map<String, Object> request) {
    return switch (operation) {
      case "GetItem", "UpdateItem", "DeleteItem" -> List.of(item(operation, request, "Key"));
      case "PutItem" -> List.of(item(operation, request, "Item"));
      case "BatchGetItem" -> batch(map(request.get("RequestItems")));
      case "Query" -> List.of(new Right(operation, place(request), List.of(partition(request))));
      case "Scan" -> List.of(new Right(operation, place(request), List.of()));
      case "TransactWriteItems" -> transaction(list(request.get("TransactItems")));
      default -> throw new IllegalArgumentException("no rule for " + operation);
    };
  }

  private static Right item(String action, Map<?, ?> request, String member) {
    return new Right(action, table(request), List.of(key(map(request.get(member)))));
  }

  private static List<Right> batch(Map<?, ?> tables) {
    List<Right> rights = new ArrayList<>();
    tables.forEach((table, wanted) -> {
      List<String> keys =
          list(map(wanted).get("Keys")).stream().map(each -> key(map(each))).distinct().toList();
      rights.add(new Right("BatchGetItem", String.valueOf(table), keys));
    });
    return rights;
  }

  private static List<Right> transaction(List<?> items) {
    List<Right> rights = new ArrayList<>();
    for (Object each : items) {
      Map.Entry<?, ?> only = map(each).entrySet().iterator().next();
      String kind = String.valueOf(only.getKey());
      Map<?, ?> item = map(only.getValue());
      rights.add(
          item(
              Objects.requireNonNull(ITEM_ACTIONS.get(kind), kind),
              item,
              kind.equals("Put") ? "Item" : "Key"));
    }
    return rights;
  }

  private static String place(Map<?, ?> request) {
    Object index = request.get("IndexName");
    return index == null ? table(request) : table(request) + "/index/" + index;
  }

  /** A query asks for one partition, of the table or of its index. */
  private static String partition(Map<?, ?> query) {
    Matcher equals = EQUALS.matcher(String.valueOf(query.get("KeyConditionExpression")));
    if (!equals.find()) {
      throw new IllegalArgumentException("a query without a partition");
    }
    return text(map(query.get("ExpressionAttributeValues")).get(equals.group(2)));
  }

  private static String table(Map<?, ?> request) {
    return Optional.ofNullable(request.get("TableName")).map(String::valueOf).orElseThrow();
  }

  private static String key(Map<?, ?> item) {
    return text(item.get(PARTITION_KEY));
  }

  private static String text(@Nullable Object attribute) {
    return String.valueOf(map(attribute).get("S"));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}

package dev.vouch.adapters.dynamodb;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The kinds of write that a transaction holds. */
public final class Writes {
  private static final String ABSENT = "attribute_not_exists(pk)";
  private static final Pattern NAME = Pattern.compile("#[a-z_]+");

  private Writes() {}

  /** An item that must not exist yet. */
  public static TransactWriteItem create(String table, Item item) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(table).item(item.toMap()).conditionExpression(ABSENT).build())
        .build();
  }

  /**
   * A proof or challenge that must not have been used before.
   *
   * @param expires when it could no longer be used anyway
   */
  public static TransactWriteItem useOnce(Tables tables, String key, Instant expires) {
    return create(tables.replay(), Item.key(key).withEpoch("expires", expires));
  }

  /**
   * An update under a condition. In expressions {@code #status} means the attribute {@code status}.
   */
  public static TransactWriteItem update(
      String table, Item key, String update, String condition, Item values) {
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(table)
                .key(key.toMap())
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(names(update + " " + condition))
                .expressionAttributeValues(values.toMap())
                .build())
        .build();
  }

  /** A condition on an item that is not written. */
  public static TransactWriteItem check(String table, Item key, String condition, Item values) {
    ConditionCheck.Builder check =
        ConditionCheck.builder().tableName(table).key(key.toMap()).conditionExpression(condition);
    if (!values.toMap().isEmpty()) {
      check.expressionAttributeValues(values.toMap());
    }
    return TransactWriteItem.builder().conditionCheck(check.build()).build();
  }

  /**
   * The names that {@code expression} refers to; null where there are none, as the SDK wants it.
   */
  static @Nullable Map<String, String> names(String expression) {
    Map<String, String> names = new LinkedHashMap<>();
    Matcher matcher = NAME.matcher(expression);
    while (matcher.find()) {
      names.put(matcher.group(), matcher.group().substring(1));
    }
    return names.isEmpty() ? null : names;
  }

  /** The removal of an item that must exist. */
  public static TransactWriteItem delete(String table, Item key) {
    return TransactWriteItem.builder()
        .delete(
            Delete.builder()
                .tableName(table)
                .key(key.toMap())
                .conditionExpression("attribute_exists(pk)")
                .build())
        .build();
  }

  /** The removal of an item under a condition; names as in {@link #update}. */
  public static TransactWriteItem deleteIf(String table, Item key, String condition, Item values) {
    return TransactWriteItem.builder()
        .delete(
            Delete.builder()
                .tableName(table)
                .key(key.toMap())
                .conditionExpression(condition)
                .expressionAttributeNames(names(condition))
                .expressionAttributeValues(values.toMap())
                .build())
        .build();
  }

  /** The removal of an item that may be gone already. */
  public static TransactWriteItem deleteIfThere(String table, Item key) {
    return TransactWriteItem.builder()
        .delete(Delete.builder().tableName(table).key(key.toMap()).build())
        .build();
  }

  /** An item that never changes: it is put again with the same content. */
  static TransactWriteItem putImmutable(String table, Item item) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(table).item(item.toMap()).build())
        .build();
  }
}

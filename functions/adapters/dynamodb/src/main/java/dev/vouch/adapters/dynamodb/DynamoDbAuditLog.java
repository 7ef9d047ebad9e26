package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.core.audit.AuditLog;
import dev.vouch.core.secret.Sha256;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The audit table, read only. */
public final class DynamoDbAuditLog implements AuditLog {
  private static final String BY_DAY = "by_day";

  private final DynamoDbClient client;
  private final Reads reads;
  private final String table;

  /**
   * @param table the name of the audit table
   */
  public DynamoDbAuditLog(DynamoDbClient client, String table) {
    this.client = client;
    this.reads = new Reads(client);
    this.table = table;
  }

  @Override
  public Slice ofDay(LocalDate day, String after, int limit) {
    QueryResponse answer = query(day, after, limit);
    List<Stored> records =
        answer.items().stream()
            .map(Item::read)
            .flatMap(Optional::stream)
            .map(DynamoDbAuditLog::stored)
            .toList();
    return new Slice(records, !answer.hasLastEvaluatedKey() || records.isEmpty());
  }

  @Override
  public Optional<Stored> find(String writer, long sequence) {
    return reads.get(table, AuditItems.key(writer, sequence)).map(DynamoDbAuditLog::stored);
  }

  @Override
  public List<Writer> writers() {
    return reads.partition(table, "writers").stream()
        .map(
            item -> new Writer(item.string("sk"), item.string("function"), item.instant("started")))
        .toList();
  }

  private QueryResponse query(LocalDate day, String after, int limit) {
    Item values = Item.values().with(":day", day.toString());
    if (!after.isEmpty()) {
      values.with(":after", after);
    }
    try {
      return client.query(
          QueryRequest.builder()
              .tableName(table)
              .indexName(BY_DAY)
              .keyConditionExpression(
                  after.isEmpty() ? "#day = :day" : "#day = :day AND at_id > :after")
              .expressionAttributeNames(Map.of("#day", "day"))
              .expressionAttributeValues(values.toMap())
              .limit(limit)
              .build());
    } catch (SdkException e) {
      throw Faults.of("the audit table", e);
    }
  }

  private static Stored stored(Item item) {
    String place = item.string("at_id");
    Sha256 hash =
        Sha256.parse(item.bytes("hash").base64Url())
            .orElseThrow(() -> new IllegalStateException("a stored hash is not 32 bytes"));
    return new Stored(place, place.substring(place.indexOf('#') + 1), item.bytes("record"), hash);
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.adapters.dynamodb.BatchReads.Place;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Runs a client of DynamoDB against answers from memory, before the first request. */
public final class DynamoDbPriming {
  private static final String TABLE = "priming";
  private static final Item KEY = Item.key("a", "b");
  private static final String ROW =
      "{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"b\"},\"n\":{\"N\":\"1\"},\"l\":{\"L\":[{\"S\":\"c\"}]},"
          + "\"m\":{\"M\":{\"d\":{\"BOOL\":true}}},\"x\":{\"B\":\"AA==\"}}";
  private static final Map<String, String> ANSWERS =
      Map.of(
          "BatchGetItem",
              "{\"Responses\":{\"" + TABLE + "\":[" + ROW + "]},\"UnprocessedKeys\":{}}",
          "GetItem", "{\"Item\":" + ROW + "}",
          "Query", "{\"Items\":[" + ROW + "],\"Count\":1,\"ScannedCount\":1}",
          "TransactWriteItems", "{}");

  private DynamoDbPriming() {}

  /** Reads and writes as a vend does: a batch, a partition, a transaction. */
  public static void run() {
    try (DynamoDbClient client = DynamoDbClients.offline(new InMemoryHttp(ANSWERS))) {
      demand(!new BatchReads(client).get(List.of(new Place(TABLE, KEY))).getFirst().isEmpty());
      demand(new Reads(client).partition(TABLE, "a").size() == 1);
      client.transactWriteItems(request ->
          request
              .clientRequestToken(TABLE) // else the SDK draws one
              .transactItems(
                  Writes.create(TABLE, KEY), Writes.check(TABLE, KEY, "a = :a", Item.values())));
    }
  }

  private static void demand(boolean answered) {
    if (!answered) {
      throw new IllegalStateException("the answers from memory are refused");
    }
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.core.fault.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Several items of several tables in one round trip, as of all writes so far.
 *
 * <p>DynamoDB may leave keys of a batch unprocessed. They are asked for again, and an item that
 * stays unread is {@link Unavailable}, never "nothing there".
 */
public final class BatchReads {
  private static final int ATTEMPTS = 4;

  private final DynamoDbClient client;

  public BatchReads(DynamoDbClient client) {
    this.client = client;
  }

  /** Where an item is. No two of one batch may be the same. */
  public record Place(String table, Item key) {
    private String name() {
      return name(table, key.toMap());
    }

    private static String name(String table, Map<String, AttributeValue> item) {
      AttributeValue sort = item.get("sk");
      return table + "\n" + value(item.get("pk")) + "\n" + (sort == null ? "" : sort.s());
    }

    private static String value(@org.jspecify.annotations.Nullable AttributeValue attribute) {
      return attribute == null ? "" : String.valueOf(attribute.s());
    }
  }

  /** The items at these places (at most 100), in their order; empty where there is none. */
  public List<Optional<Item>> get(List<Place> places) {
    Map<String, Item> found = new HashMap<>();
    Map<String, KeysAndAttributes> wanted = wanted(places);
    for (int attempt = 1; !wanted.isEmpty(); attempt++) {
      if (attempt > ATTEMPTS) {
        throw new Unavailable("the tables", Unavailable.Kind.THROTTLED, "", null);
      }
      if (attempt > 1) {
        Backoff.pause(attempt);
      }
      BatchGetItemResponse response = ask(wanted);
      response
          .responses()
          .forEach((table, items) ->
              items.forEach(item ->
                  Item.read(item).ifPresent(read -> found.put(Place.name(table, item), read))));
      wanted = response.unprocessedKeys();
    }
    return places.stream().map(place -> Optional.ofNullable(found.get(place.name()))).toList();
  }

  private BatchGetItemResponse ask(Map<String, KeysAndAttributes> wanted) {
    try {
      return client.batchGetItem(BatchGetItemRequest.builder().requestItems(wanted).build());
    } catch (SdkException e) {
      throw Faults.of("the tables", e);
    }
  }

  private static Map<String, KeysAndAttributes> wanted(List<Place> places) {
    Map<String, KeysAndAttributes> wanted = new HashMap<>();
    for (Place place : places) {
      wanted.computeIfAbsent(
          place.table(),
          table ->
              KeysAndAttributes.builder()
                  .consistentRead(true)
                  .keys(
                      places.stream()
                          .filter(p -> p.table().equals(table))
                          .map(p -> p.key().toMap())
                          .toList())
                  .build());
    }
    return wanted;
  }
}

package dev.vouch.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.adapters.dynamodb.BatchReads.Place;
import dev.vouch.core.fault.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

final class BatchReadsTest {
  private static final Place A = new Place("first", Item.key("a", "x"));
  private static final Place B = new Place("first", Item.key("b", "x"));
  private static final Place C = new Place("second", Item.key("a"));

  @Test
  void answersInTheOrderOfThePlaces() {
    var table = new OneByOne(0);
    List<Optional<Item>> items = new BatchReads(table).get(List.of(C, B, A));
    assertThat(items.stream().map(item -> item.orElseThrow().string("pk")))
        .containsExactly("a", "b", "a");
    assertThat(items.get(0).orElseThrow().has("sk")).isFalse();
    assertThat(table.calls).isEqualTo(1);
  }

  @Test
  void readsConsistently() {
    var table = new OneByOne(0);
    new BatchReads(table).get(List.of(A, C));
    assertThat(table.allConsistent).isTrue();
  }

  @Test
  void asksAgainForWhatWasLeftUnprocessed() {
    var table = new OneByOne(2);
    assertThat(new BatchReads(table).get(List.of(A, B, C))).allMatch(Optional::isPresent);
    assertThat(table.calls).isEqualTo(3);
  }

  @Test
  void neverTakesAnUnreadItemForAnAbsentOne() {
    var table = new OneByOne(Integer.MAX_VALUE);
    assertThatThrownBy(() -> new BatchReads(table).get(List.of(A, B)))
        .isInstanceOf(Unavailable.class);
  }

  /** A table that has every item and leaves the second table's, or the last key, for later. */
  private static final class OneByOne implements DynamoDbClient {
    private final int refusals;
    private int calls;
    private boolean allConsistent = true;

    OneByOne(int refusals) {
      this.refusals = refusals;
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      calls++;
      Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
      Map<String, KeysAndAttributes> left = new HashMap<>();
      for (Map.Entry<String, KeysAndAttributes> table : request.requestItems().entrySet()) {
        List<Map<String, AttributeValue>> keys = table.getValue().keys();
        allConsistent &= Boolean.TRUE.equals(table.getValue().consistentRead());
        int served = calls > refusals ? keys.size() : keys.size() - 1;
        found.put(table.getKey(), keys.subList(0, served));
        if (served < keys.size()) {
          left.put(
              table.getKey(),
              table.getValue().toBuilder().keys(keys.subList(served, keys.size())).build());
        }
      }
      return BatchGetItemResponse.builder().responses(found).unprocessedKeys(left).build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}

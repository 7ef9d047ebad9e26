package dev.vouch.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class LocalDynamoDbTest {
  @Test
  void createsEveryTableOfTheTemplate() {
    try (LocalDynamoDb local = LocalDynamoDb.start()) {
      Map<String, String> names = local.createTables("t-");
      assertThat(names.keySet())
          .containsExactlyInAnyOrder(
              "IdentityTable", "SessionTable", "ReplayTable", "ConfigurationTable", "AuditTable");
      assertThat(local.client().listTables().tableNames()).containsAll(names.values());
    }
  }

  @Test
  void keepsWhatIsPut() {
    try (LocalDynamoDb local = LocalDynamoDb.start()) {
      String table = local.createTables("t-").getOrDefault("ReplayTable", "");
      Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("a"));
      local.client().putItem(put -> put.tableName(table).item(key));
      assertThat(local.client().getItem(get -> get.tableName(table).key(key)).item())
          .isEqualTo(key);
    }
  }

  @Test
  void listensOnItsOwnLoopbackAddressOnly() {
    try (LocalDynamoDb local = LocalDynamoDb.start();
        Socket socket = new Socket()) {
      InetSocketAddress elsewhere = new InetSocketAddress("127.0.0.2", local.endpoint().getPort());
      assertThatThrownBy(() -> socket.connect(elsewhere, 1_000)).isInstanceOf(IOException.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

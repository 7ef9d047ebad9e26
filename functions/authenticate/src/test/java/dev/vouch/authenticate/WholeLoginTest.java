package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.dynamodb.IdentityItems;
import dev.vouch.adapters.dynamodb.Item;
import dev.vouch.adapters.dynamodb.LocalTables;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.core.identity.User;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.login.FakeLoginTables;
import dev.vouch.core.session.TestLogin;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function over real tables, and its settings. */
final class WholeLoginTest {
  private final EnrolledPerson alice = new EnrolledPerson(TestLogin.BASE, "alice@example.com");

  @Test
  void logsInUsesTheSessionAndLogsOut() throws Exception {
    Tables tables = LocalTables.fresh();
    put(tables, IdentityItems.item(alice.user(User.Status.ACTIVE)));
    put(tables, IdentityItems.item(alice.key()));
    try (Deployment deployment = new Deployment(settings(tables))) {
      var client = new TestClient(deployment, alice);
      String token = client.login();
      SampleEvent session = client.session(token);
      assertThat(deployment.send(session).status()).isEqualTo(200);
      assertThat(deployment.send(session).code()).isEqualTo("proof_replayed");
      assertThat(deployment.send(client.revoke(token)).status()).isEqualTo(200);
      assertThat(deployment.send(client.session(token)).code()).isEqualTo("session_revoked");
    }
  }

  @Test
  void endsSessionsAsTheSettingSays() throws Exception {
    var tables = new FakeLoginTables();
    tables.put(alice.user(User.Status.ACTIVE));
    tables.put(alice.key());
    try (Deployment deployment = new Deployment(Map.of("vouch.session.lifetime", "30m"), tables)) {
      var client = new TestClient(deployment, alice);
      assertThat(deployment.send(client.token(client.code())).json().integer("expires_in"))
          .isEqualTo(1800);
    }
  }

  private static Map<String, Object> settings(Tables tables) {
    useLocalTables();
    return Map.of(
        "vouch.tables.identity", tables.identity(),
        "vouch.tables.session", tables.session(),
        "vouch.tables.replay", tables.replay(),
        "vouch.tables.audit", tables.audit());
  }

  private static void put(Tables tables, Item item) {
    LocalTables.client().putItem(put -> put.tableName(tables.identity()).item(item.toMap()));
  }

  /** The SDK's own settings, as the local stack uses them. */
  private static void useLocalTables() {
    String endpoint =
        LocalTables.client()
            .serviceClientConfiguration()
            .endpointOverride()
            .orElseThrow()
            .toString();
    System.setProperty("aws.endpointUrlDynamoDb", endpoint);
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
  }
}

package dev.vouch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.dynamodb.IdentityItems;
import dev.vouch.adapters.dynamodb.Item;
import dev.vouch.adapters.dynamodb.LocalTables;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts as they are put together, over real tables. */
final class WiringTest {
  private static final UserId USER = new UserId("user@example.com");

  @Test
  void enrolsAKeyIntoTheTables() throws Exception {
    useLocalTables();
    Tables tables = LocalTables.fresh();
    invite(tables);
    Map<String, Object> settings =
        Map.of(
            "vouch.tables.identity", tables.identity(),
            "vouch.tables.replay", tables.replay(),
            "vouch.tables.audit", tables.audit());
    try (Deployment deployment = new Deployment(settings)) {
      Answer answer = deployment.send(deployment.complete(deployment.options()));
      assertThat(answer.status()).isEqualTo(201);
      String id = answer.json().object("key").string("id");
      assertThat(partitionKeys(tables.identity()))
          .containsExactlyInAnyOrder("user#user@example.com", "key#" + id);
      assertThat(partitionKeys(tables.replay())).allMatch(pk -> pk.startsWith("challenge#"));
      assertThat(partitionKeys(tables.audit())).hasSize(3);
    }
  }

  private static void invite(Tables tables) {
    Secret secret = Secret.of(Deployment.SECRET);
    User user =
        new User(USER, List.of(), User.Status.INVITED, Bytes.of(new byte[32]), Deployment.NOW);
    put(tables, IdentityItems.item(user).with("invitation", secret.hash().base64Url()));
    put(
        tables,
        IdentityItems.item(
            new Invitation(
                secret.hash(), USER, Deployment.NOW, Deployment.NOW.plus(Invitation.LIFE))));
  }

  private static void put(Tables tables, Item item) {
    LocalTables.client().putItem(put -> put.tableName(tables.identity()).item(item.toMap()));
  }

  private static List<String> partitionKeys(String table) {
    return LocalTables.client().scan(scan -> scan.tableName(table)).items().stream()
        .flatMap(item -> Item.read(item).stream())
        .map(item -> item.string("pk"))
        .toList();
  }

  /** The SDK's own settings, as the local stack uses them. */
  private static void useLocalTables() {
    System.setProperty(
        "aws.endpointUrlDynamoDb",
        LocalTables.client()
            .serviceClientConfiguration()
            .endpointOverride()
            .orElseThrow()
            .toString());
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
  }
}

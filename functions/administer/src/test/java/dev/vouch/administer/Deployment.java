package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.dynamodb.IdentityItems;
import dev.vouch.adapters.dynamodb.Item;
import dev.vouch.adapters.dynamodb.LocalTables;
import dev.vouch.adapters.dynamodb.SessionItems;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.session.Session;
import io.micronaut.context.ApplicationContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function as it is deployed, over fresh tables. */
final class Deployment implements AutoCloseable {
  private final Tables tables = LocalTables.fresh();
  private final ApplicationContext context;
  private final Handler handler;
  private final Map<String, Object> settings = new LinkedHashMap<>();

  Deployment() {
    this(Map.of());
  }

  /**
   * Starts the function.
   *
   * @param changed settings that differ from the usual ones
   */
  Deployment(Map<String, Object> changed) {
    useLocalTables();
    settings.put("vouch.public-base-url", "https://vouch.example.com");
    settings.put("vouch.admin.account", "123456789012");
    settings.put(
        "vouch.admin.principals",
        "arn:aws:iam::123456789012:role/vouch-admin,arn:aws:iam::123456789012:user/root-cause");
    settings.put("vouch.tables.identity", tables.identity());
    settings.put("vouch.tables.session", tables.session());
    settings.put("vouch.tables.configuration", tables.configuration());
    settings.put("vouch.tables.audit", tables.audit());
    settings.putAll(changed);
    context =
        ApplicationContext.builder(Handler.class.getClassLoader())
            .deduceEnvironment(false)
            .properties(settings)
            .start();
    handler = new Handler(context);
    // otherwise the calls would be made without looking at the role
    assertThat(Proxy.isProxyClass(context.getBean(DynamoDbClient.class).getClass())).isTrue();
  }

  Answer send(String event) {
    return send(SampleEvent.read("administer/" + event));
  }

  Answer send(SampleEvent event) {
    return event.sendTo(handler);
  }

  static SampleEvent event(String name) {
    return SampleEvent.read("administer/" + name);
  }

  /** The routes, such as {@code GET /admin/users}. */
  List<String> routes() {
    return context.getBean(LambdaFunction.class).routes().stream()
        .map(route -> route.method() + " " + route.resource())
        .toList();
  }

  /** Stores a key as the function {@code enroll} does. */
  void enrol(EnrolledKey key) {
    put(tables.identity(), IdentityItems.item(key));
    LocalTables.client()
        .updateItem(update ->
            update
                .tableName(tables.identity())
                .key(IdentityItems.userKey(key.user()).toMap())
                .updateExpression("SET #s = :s")
                .expressionAttributeNames(Map.of("#s", "status"))
                .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("active"))));
  }

  /** Stores a session as the function {@code authenticate} does. */
  void start(Session session) {
    put(tables.session(), SessionItems.item(session));
  }

  /** The partition keys of the identity table that begin with {@code prefix}. */
  List<String> stored(String prefix) {
    return items(tables.identity()).stream()
        .map(item -> item.string("pk"))
        .filter(pk -> pk.startsWith(prefix))
        .toList();
  }

  /** The audit records in their order, without the births of chains. */
  List<JsonObject> audited() {
    List<Item> records =
        new ArrayList<>(items(tables.audit()).stream().filter(item -> item.has("record")).toList());
    records.sort(Comparator.comparing(item -> item.string("sk")));
    return records.stream().skip(1).map(Deployment::record).toList();
  }

  @Override
  public void close() {
    context.close();
  }

  private static List<Item> items(String table) {
    return LocalTables.client().scan(scan -> scan.tableName(table)).items().stream()
        .map(Item::read)
        .flatMap(java.util.Optional::stream)
        .toList();
  }

  private static void put(String table, Item item) {
    LocalTables.client().putItem(put -> put.tableName(table).item(item.toMap()));
  }

  private static JsonObject record(Item item) {
    try {
      return Json.parse(item.bytes("record").toArray());
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
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

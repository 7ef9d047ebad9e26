package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.aws.testing.ScriptedServer;
import dev.vouch.adapters.aws.testing.ScriptedServer.Reply;
import dev.vouch.adapters.dynamodb.AuditedWrites;
import dev.vouch.adapters.dynamodb.DynamoDbPolicyHistory;
import dev.vouch.adapters.dynamodb.IdentityItems;
import dev.vouch.adapters.dynamodb.Item;
import dev.vouch.adapters.dynamodb.LocalTables;
import dev.vouch.adapters.dynamodb.SessionItems;
import dev.vouch.adapters.dynamodb.Tables;
import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.CountingRandom;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.DeadSessions;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.TestLogin;
import dev.vouch.core.vending.VendScene;
import io.micronaut.context.ApplicationContext;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The function as it is deployed, but for the clock, which stands still; a logged-in user, and an
 * AWS that grants everything.
 */
final class Deployment implements AutoCloseable {
  private static final Pattern SESSION_NAME = Pattern.compile("RoleSessionName=([^&]*)");
  static final String PASSWORD = "registry-password-of-this-test";

  private final Tables tables = LocalTables.fresh();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final VendScene scene = new VendScene(now);
  private final ScriptedServer kms = new ScriptedServer();
  private final ScriptedServer sts = new ScriptedServer();
  private final ScriptedServer ecr = new ScriptedServer();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final ApplicationContext context;
  private final Handler handler;

  Deployment() {
    this(Map.of());
  }

  /** With a policy in force. */
  static Deployment under(Policy policy) {
    Deployment deployment = new Deployment();
    deployment.apply(policy);
    return deployment;
  }

  /**
   * Starts the function.
   *
   * @param changed settings that differ from the usual ones
   */
  Deployment(Map<String, Object> changed) {
    useScriptedAws();
    kms.answer(publicKey(), signature());
    sts.answerWith(asked -> roleSession("vouch-registry", asked));
    ecr.answer(registryToken("123456789012"));
    store(scene.session());
    store(scene.login().user());
    put(tables.identity(), IdentityItems.item(scene.login().key()));
    settings.put("vouch.public-base-url", TestLogin.BASE.value());
    settings.put("vouch.keys.issuer", "alias/issuer");
    settings.put("vouch.tables.identity", tables.identity());
    settings.put("vouch.tables.session", tables.session());
    settings.put("vouch.tables.replay", tables.replay());
    settings.put("vouch.tables.configuration", tables.configuration());
    settings.put("vouch.tables.audit", tables.audit());
    settings.putAll(changed);
    InstantSource clock = () -> now;
    context =
        ApplicationContext.builder(Handler.class.getClassLoader())
            .deduceEnvironment(false)
            .properties(settings)
            .singletons(clock)
            .start();
    handler = new Handler(context);
  }

  VendScene scene() {
    return scene;
  }

  ScriptedServer sts() {
    return sts;
  }

  ScriptedServer ecr() {
    return ecr;
  }

  ScriptedServer kms() {
    return kms;
  }

  Instant now() {
    return now;
  }

  /** The sample event with the user's token and a fresh proof for its own route. */
  SampleEvent event(String name) {
    return event(name, scene.token());
  }

  /** The sample event with another token and a fresh proof for it. */
  SampleEvent event(String name, AccessToken token) {
    return live(SampleEvent.read("vend-aws/" + name), token);
  }

  /** The event with the user's token and a fresh proof for its own route. */
  SampleEvent live(SampleEvent event) {
    return live(event, scene.token());
  }

  private SampleEvent live(SampleEvent event, AccessToken token) {
    String secret = token.token().reveal();
    String url = TestLogin.BASE.resolve(event.path());
    return event.live(secret, scene.dpop().proof("POST", url, now).accessToken(secret).sign());
  }

  String token() {
    return scene.token().token().reveal();
  }

  Answer send(SampleEvent event) {
    return event.sendTo(handler);
  }

  /** Sends the event, which is refused and leads to no call of AWS. */
  void assertRefused(SampleEvent event, int status, String code) {
    Answer answer = send(event);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(sts.asked()).isEmpty();
  }

  void apply(Policy policy) {
    Bytes compiled = Bytes.of(PolicyJson.write(policy));
    AuditedWrites writes =
        new AuditedWrites(
            LocalTables.client(), tables, new AuditChain("administer", new CountingRandom()));
    new DynamoDbPolicyHistory(LocalTables.client(), tables, writes)
        .activate(
            new Document(Sha256.of(compiled), compiled, Bytes.utf8("the file")),
            Optional.empty(),
            "arn:aws:iam::123456789012:user/admin",
            AuditEntry.of("policy.applied"),
            now);
  }

  void store(Session session) {
    put(tables.session(), SessionItems.item(session));
  }

  void store(DeadSessions.Rows rows) {
    rows.session().ifPresent(this::store);
    rows.user().ifPresent(this::store);
    rows.key().ifPresent(key -> put(tables.identity(), IdentityItems.item(key)));
  }

  void store(User user) {
    put(tables.identity(), IdentityItems.item(user));
  }

  /** The records of this function in their order, without the birth of its chain. */
  List<JsonObject> audited() {
    return LocalTables.client().scan(scan -> scan.tableName(tables.audit())).items().stream()
        .map(Item::read)
        .flatMap(Optional::stream)
        .filter(item -> item.has("record"))
        .sorted(Comparator.comparing(item -> item.string("sk")))
        .map(Deployment::record)
        .filter(record -> text(record, "function").equals("vend-aws"))
        .filter(record -> !text(record, "type").equals("writer.started"))
        .toList();
  }

  static String text(JsonObject object, String name) {
    try {
      return object.string(name);
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }

  /** The routes, such as {@code POST /credentials/aws}. */
  List<String> routes() {
    return context.getBean(LambdaFunction.class).routes().stream()
        .map(route -> route.method() + " " + route.resource())
        .toList();
  }

  @Override
  public void close() {
    context.close();
    kms.close();
    sts.close();
    ecr.close();
  }

  /** ECR's answer for the registry of an account. */
  static Reply registryToken(String account) {
    String token = Base64.getEncoder().encodeToString(Bytes.utf8("AWS:" + PASSWORD).toArray());
    return ScriptedServer.json(
        200,
        """
        {"authorizationData":[{"authorizationToken":"%s","expiresAt":%d,
        "proxyEndpoint":"https://%s.dkr.ecr.us-east-1.amazonaws.com"}]}
        """
            .formatted(token, Instant.now().plus(Duration.ofHours(12)).getEpochSecond(), account));
  }

  /** STS's answer with a session of a role, under the name that was asked for. */
  static Reply roleSession(String role, ScriptedServer.Asked asked) {
    Matcher name = SESSION_NAME.matcher(asked.body());
    assertThat(name.find()).isTrue();
    return ScriptedServer.xml(
        200,
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <AssumedRoleUser>
              <AssumedRoleId>AROATEST:record</AssumedRoleId>
              <Arn>arn:aws:sts::123456789012:assumed-role/%s/%s</Arn>
            </AssumedRoleUser>
            <Credentials>
              <AccessKeyId>ASIATEST</AccessKeyId>
              <SecretAccessKey>role-secret-key</SecretAccessKey>
              <SessionToken>role-session-token</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
          </AssumeRoleWithWebIdentityResult>
          <ResponseMetadata><RequestId>sts-request-1</RequestId></ResponseMetadata>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(
                role,
                name.group(1),
                Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS)));
  }

  private static Reply publicKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
      return ScriptedServer.json(
          200,
          "{\"KeyId\":\"arn:aws:kms:us-east-1:123456789012:key/one\",\"PublicKey\":\"%s\"}"
              .formatted(Base64.getEncoder().encodeToString(spki)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply signature() {
    return ScriptedServer.json(200, "{\"Signature\":\"c2lnbmF0dXJl\"}");
  }

  private static JsonObject record(Item item) {
    try {
      return Json.parse(item.bytes("record").toArray());
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }

  private static void put(String table, Item item) {
    LocalTables.client().putItem(put -> put.tableName(table).item(item.toMap()));
  }

  /** The SDK's own settings, as the local stack uses them. */
  private void useScriptedAws() {
    String dynamoDb =
        LocalTables.client()
            .serviceClientConfiguration()
            .endpointOverride()
            .orElseThrow()
            .toString();
    System.setProperty("aws.endpointUrlDynamoDb", dynamoDb);
    System.setProperty("aws.endpointUrlKms", kms.uri().toString());
    System.setProperty("aws.endpointUrlSts", sts.uri().toString());
    System.setProperty("aws.endpointUrlEcr", ecr.uri().toString());
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
  }
}

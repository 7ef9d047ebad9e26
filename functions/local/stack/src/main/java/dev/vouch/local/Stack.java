package dev.vouch.local;

import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.aws.Account;
import dev.vouch.local.aws.EmulatedAws;
import dev.vouch.local.aws.Faults;
import dev.vouch.local.aws.IdentityProvider;
import dev.vouch.local.aws.Kms;
import dev.vouch.local.aws.KmsKey;
import dev.vouch.local.aws.Permissions;
import dev.vouch.local.aws.RegistryTokens;
import dev.vouch.local.aws.RegistryTokens.End;
import dev.vouch.local.dynamodb.LocalDynamoDb;
import dev.vouch.local.gateway.Functions;
import dev.vouch.local.gateway.Gateway;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.registry.ConnectProxy;
import dev.vouch.local.registry.DataPlane;
import dev.vouch.local.registry.TestAuthority;
import dev.vouch.local.securitykey.SecurityKey;
import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.template.Template;
import dev.vouch.local.template.Values;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;

/** Everything that one run has started; closing it stops all of it, the last thing first. */
final class Stack implements AutoCloseable {
  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "us-east-1";
  private static final List<String> REGISTRIES = List.of(ACCOUNT, "210987654321");
  private static final String ALLOWED_MODELS =
      "hardware,"
          + SecurityKey.AAGUID
          + "=Vouch software key,01020304-0506-0708-0102-030405060708=Chromium virtual key";
  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
  private final ReentrantLock starting = new ReentrantLock();
  private volatile boolean stopping;
  private final InstantSource clock = InstantSource.system();
  private final Account account = new Account(ACCOUNT, REGION, clock);
  private final RegistryTokens tokens = new RegistryTokens(clock, End.OWN_LIFE);
  private final AccessKey admin = account.addUser("admin", ALLOW_ALL);
  private final AccessKey auditor = account.addUser("auditor", ALLOW_ALL);
  private final Options options;
  private final WorkFolder work;
  private final Map<String, Object> ready = new LinkedHashMap<>();

  /** Nothing is started yet. */
  Stack(Options options) throws IOException {
    this.options = options;
    this.work = keep(new WorkFolder(options.work()));
  }

  /** What clients need to know. */
  Map<String, Object> ready() {
    return ready;
  }

  WorkFolder work() {
    return work;
  }

  /**
   * Starts everything. When it throws, closing stops what was started. A stack that is closed while
   * it starts gives up after the part that it is at.
   */
  void start() throws IOException {
    starting.lock();
    try {
      startAll();
    } finally {
      starting.unlock();
    }
  }

  /** Whether it was told to stop. */
  boolean isStopping() {
    return stopping;
  }

  private void startAll() throws IOException {
    HttpServer door = Loopback.bind(options.port());
    keep(() -> door.stop(0));
    String issuer = "http://localhost:" + door.getAddress().getPort();
    Template template = Template.read(options.root().resolve("template.yaml"));
    LocalDynamoDb tables = keep(LocalDynamoDb.start(options.root().resolve("template.yaml")));
    Kms kms = new Kms(account, new Permissions(clock));
    Values values = values(template, issuer, tables.createTables("vouch-"), keys(template, kms));
    EmulatedAws aws = keep(EmulatedAws.start(account, new Faults(), tokens, kms));
    account.add(new IdentityProvider(issuer, Set.of("sts.amazonaws.com")));
    SdkSettings.apply(
        REGION,
        account.addUser("functions", ALLOW_ALL),
        aws.endpoint(),
        tables.endpoint(),
        work.left("no-aws-config"));
    Functions functions = functions(template, values, door.getAddress().getPort());
    keep(Gateway.start(door, clock, functions, account.keys(), REGION));
    registries(issuer);
  }

  private void registries(String issuer) throws IOException {
    List<String> hosts = REGISTRIES.stream().map(id -> DataPlane.host(account, id)).toList();
    TestAuthority authority = TestAuthority.forHosts(hosts, clock.instant());
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    for (String id : REGISTRIES) {
      RegistryAccount registry =
          keep(
              RegistryAccount.start(
                  account,
                  id,
                  issuer,
                  tokens,
                  authority,
                  options.root(),
                  options.crane(),
                  work.folder("registry-" + id)));
      addresses.put(DataPlane.host(account, id), registry.address());
    }
    URI proxy = keep(ConnectProxy.start(addresses)).address();
    Map<String, AccessKey> profiles = new LinkedHashMap<>();
    profiles.put("vouch-admin", admin);
    profiles.put("vouch-auditor", auditor);
    ready.put("server", issuer);
    ready.put("proxy", proxy.toString());
    ready.put("registries", hosts);
    ready.put(
        "environment",
        ClientFiles.write(work, REGION, profiles, authority.rootPem(), issuer, proxy).toString());
  }

  private Functions functions(Template template, Values values, int port) throws IOException {
    Path key = work.left("security-key");
    Path root = work.write("attestation-root.pem", SecurityKey.open(key).attestationRootPem());
    Functions functions =
        keep(
            Functions.open(
                template.functions(values),
                template.door(values),
                options.root(),
                work.folder("functions"),
                List.of(overrides()),
                Map.of(
                    "VOUCH_LOCAL_PORT",
                    Integer.toString(port),
                    "VOUCH_LOCAL_ATTESTATION_ROOT",
                    root.toString()),
                System.err::println));
    for (String id : functions.ids()) {
      functions.warm(id);
      goOn();
    }
    return functions;
  }

  /** The jar with the local beans, as the build leaves it. */
  private Path overrides() throws IOException {
    Path folder = options.root().resolve("functions/local/overrides/target");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(folder, "local-overrides-*-SNAPSHOT.jar")) {
      Iterator<Path> found = jars.iterator();
      if (!found.hasNext()) {
        throw new IOException("nothing is built in " + folder);
      }
      return found.next();
    }
  }

  private static Map<String, String> keys(Template template, Kms kms) {
    Map<String, String> arns = new LinkedHashMap<>();
    template
        .keys()
        .forEach((id, spec) ->
            arns.put(
                id + ".Arn", kms.create("alias/" + id, arn -> KmsKey.ofSpec(spec, arn)).arn()));
    return arns;
  }

  private Values values(
      Template template, String issuer, Map<String, String> tables, Map<String, String> keys) {
    Map<String, String> references = new LinkedHashMap<>(template.defaults());
    references.putAll(tables);
    references.put("PublicBaseUrl", issuer);
    references.put("AllowedAaguids", ALLOWED_MODELS);
    references.put("AdminPrincipals", admin.caller().arn());
    references.put("AuditPrincipals", admin.caller().arn() + "," + auditor.caller().arn());
    references.put("AWS::AccountId", ACCOUNT);
    return new Values(references, keys);
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    goOn();
    return part;
  }

  private void goOn() {
    if (stopping) {
      throw new IllegalStateException("told to stop while starting");
    }
  }

  /** Stops everything even when something does not stop as it should, and then says what. */
  @Override
  public void close() {
    stopping = true;
    starting.lock();
    for (AutoCloseable part : started) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("did not stop: " + part.getClass().getSimpleName() + ": " + e);
      }
    }
  }
}

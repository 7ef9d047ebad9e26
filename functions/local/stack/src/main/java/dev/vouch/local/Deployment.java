package dev.vouch.local;

import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.aws.Account;
import dev.vouch.local.aws.EmulatedAws;
import dev.vouch.local.aws.FunctionRoles;
import dev.vouch.local.aws.IdentityProvider;
import dev.vouch.local.aws.Kms;
import dev.vouch.local.aws.Permissions;
import dev.vouch.local.aws.RegistryTokens;
import dev.vouch.local.aws.TableFront;
import dev.vouch.local.dynamodb.LocalDynamoDb;
import dev.vouch.local.gateway.Functions;
import dev.vouch.local.gateway.Gateway;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.securitykey.SecurityKey;
import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.template.FunctionBlock;
import dev.vouch.local.template.Template;
import dev.vouch.local.template.Values;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a deployment of the template makes, on this machine: tables, keys, functions and the door
 * before them, in an emulated AWS account.
 */
final class Deployment {
  static final String ACCOUNT = "123456789012";
  static final String REGION = "us-east-1";

  /**
   * What the functions check their setting by; the stack's own part then says where it really is.
   */
  private static final String PUBLIC_BASE_URL = "https://vouch.example.com";

  private static final String ALLOWED_MODELS =
      "hardware,"
          + SecurityKey.AAGUID
          + "=Vouch software key,01020304-0506-0708-0102-030405060708=Chromium virtual key";
  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

  /** Who starts a deployment. */
  interface Keeper {
    /** Takes what has to be closed in the end. */
    <T extends AutoCloseable> T keep(T part);

    /** Throws when it is not wanted any more. */
    void goOn();
  }

  private final InstantSource clock = InstantSource.system();
  private final Account account = new Account(ACCOUNT, REGION, clock);
  private final RegistryTokens tokens;
  private final FunctionRoles roles = new FunctionRoles(account);
  private final AccessKey admin = account.addUser("admin", ALLOW_ALL);
  private final AccessKey auditor = account.addUser("auditor", ALLOW_ALL);
  private final Path root;
  private final WorkFolder work;
  private final Trouble trouble;
  private final Keeper keeper;
  private final Path securityKey;

  /**
   * Nothing is started yet.
   *
   * @param root the checkout, with template.yaml and the built zips
   * @param work where the functions' files go
   */
  Deployment(Path root, WorkFolder work, Trouble trouble, Keeper keeper) {
    this.root = root;
    this.work = work;
    this.trouble = trouble;
    this.tokens = new RegistryTokens(clock, RegistryTokens.End.OWN_LIFE, trouble.tokensPerSecond());
    this.keeper = keeper;
    this.securityKey = work.left("security-key");
  }

  /**
   * A deployment that answers.
   *
   * @param tables by the template's logical ids
   */
  record Running(
      String issuer,
      Functions functions,
      LocalDynamoDb dynamoDb,
      Map<String, String> tables,
      Resources resources,
      Kms kms,
      FunctionRoles roles) {
    /**
     * Deploys the same template again with another parameter. As CloudFormation does it, a role has
     * its new rights, and lacks those that it loses, before its function is changed.
     */
    void deploy(String parameter, String value) throws IOException {
      functions.update(change(parameter, value));
      resources.pointAliases();
    }

    /** Its first half: everything but the functions, which go on with the settings of before. */
    List<FunctionBlock> change(String parameter, String value) {
      List<FunctionBlock> changed = resources.deploy(parameter, value);
      roles.put(policies());
      return changed;
    }

    /** What the functions' roles may do, by the functions' logical ids. */
    Map<String, String> policies() {
      return resources.policies();
    }
  }

  /** The folder of the software key whose maker is trusted. */
  Path securityKey() {
    return securityKey;
  }

  Account account() {
    return account;
  }

  /** What each function may do. */
  FunctionRoles roles() {
    return roles;
  }

  RegistryTokens tokens() {
    return tokens;
  }

  AccessKey admin() {
    return admin;
  }

  AccessKey auditor() {
    return auditor;
  }

  /**
   * Starts everything.
   *
   * @param port of the gateway, 0 for a free one
   */
  Running start(int port) throws IOException {
    HttpServer door = Loopback.bind(port);
    keeper.keep(() -> door.stop(0));
    String issuer = "http://localhost:" + door.getAddress().getPort();
    Template template = Template.read(root.resolve("template.yaml"));
    LocalDynamoDb dynamoDb = keeper.keep(LocalDynamoDb.start(root.resolve("template.yaml")));
    Map<String, String> tables = dynamoDb.createTables("vouch-");
    Kms kms = new Kms(account, new Permissions(clock));
    Resources resources =
        new Resources(template, kms, references(template, tables), arns(template, tables));
    resources.pointAliases();
    roles.put(resources.policies());
    EmulatedAws aws = keeper.keep(EmulatedAws.start(account, trouble.faults(), tokens, kms, roles));
    TableFront front =
        keeper.keep(TableFront.start(dynamoDb.endpoint(), trouble.faults(), account, roles));
    account.add(new IdentityProvider(issuer, Set.of("sts.amazonaws.com")));
    SdkSettings.apply(
        REGION,
        account.addUser("functions", ALLOW_ALL),
        aws.endpoint(),
        work.left("no-aws-config"));
    Functions functions =
        functions(
            template,
            resources.values(),
            door.getAddress().getPort(),
            id -> SdkSettings.of(id, aws.endpoint(), front.endpoint()));
    keeper.keep(Gateway.start(door, clock, functions, account.keys(), REGION));
    return new Running(issuer, functions, dynamoDb, tables, resources, kms, roles);
  }

  private Functions functions(
      Template template, Values values, int port, Function<String, Map<String, String>> properties)
      throws IOException {
    Path attestation =
        work.write("attestation-root.pem", SecurityKey.open(securityKey).attestationRootPem());
    Map<String, String> settings =
        Map.of(
            "VOUCH_LOCAL_PORT",
            Integer.toString(port),
            "VOUCH_LOCAL_ATTESTATION_ROOT",
            attestation.toString());
    Functions functions =
        keeper.keep(
            Functions.open(
                template.functions(values),
                template.door(values),
                root,
                work.folder("functions"),
                new Functions.Additions(List.of(overrides()), settings, properties),
                new Functions.Told(trouble.log(), trouble.steps())));
    for (String id : functions.ids()) {
      functions.warm(id);
      keeper.goOn();
    }
    return functions;
  }

  /** The jar with the local beans, as the build leaves it. */
  private Path overrides() throws IOException {
    Path folder = root.resolve("functions/local/overrides/target");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(folder, "local-overrides-*-SNAPSHOT.jar")) {
      Iterator<Path> found = jars.iterator();
      if (!found.hasNext()) {
        throw new IOException("nothing is built in " + folder);
      }
      return found.next();
    }
  }

  /** Of what the roles name, but for the keys. */
  private static Map<String, String> arns(Template template, Map<String, String> tables) {
    Map<String, String> arns = new LinkedHashMap<>();
    String place = REGION + ":" + ACCOUNT;
    tables.forEach(
        (id, name) -> arns.put(id + ".Arn", "arn:aws:dynamodb:" + place + ":table/" + name));
    template
        .roleIds()
        .forEach((function, id) -> arns.put(id + ".Arn", FunctionRoles.arn(ACCOUNT, function)));
    for (String id : template.logGroups()) {
      arns.put(id + ".Arn", "arn:aws:logs:" + place + ":log-group:" + id + ":*");
    }
    return arns;
  }

  private Map<String, String> references(Template template, Map<String, String> tables) {
    Map<String, String> references = new LinkedHashMap<>(template.defaults());
    references.putAll(tables);
    references.put("PublicBaseUrl", PUBLIC_BASE_URL);
    references.put("AllowedAaguids", ALLOWED_MODELS);
    references.put("AdminPrincipals", admin.caller().arn());
    references.put("AuditPrincipals", admin.caller().arn() + "," + auditor.caller().arn());
    references.put("AWS::AccountId", ACCOUNT);
    references.put("AWS::Partition", "aws");
    references.put("AWS::Region", REGION);
    references.put("AWS::StackName", "vouch");
    return references;
  }
}

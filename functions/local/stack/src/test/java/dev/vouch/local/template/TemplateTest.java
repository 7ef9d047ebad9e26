package dev.vouch.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vouch.local.template.DoorBlock.Reserved;
import dev.vouch.local.template.FunctionBlock.RouteBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The deployment's own template, as the local stack reads it. */
final class TemplateTest {
  private static final String ACCOUNT = "123456789012";
  private static final String ADMIN = "arn:aws:iam::123456789012:user/admin";
  private final Template template = Template.read(file());

  TemplateTest() throws IOException {}

  @Test
  void everyPublicRouteIsOpenedByNameAndNoOther() {
    DoorBlock door = template.door(values());
    List<String> routes =
        routes().stream()
            .filter(route -> !route.iam())
            .map(route -> route.method() + route.path().replace("{name}", "*"))
            .toList();
    assertThat(routes).isNotEmpty();
    assertThat(door.open()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void everyRouteThatIamAuthorizesIsReservedForItsPrincipals() {
    DoorBlock door = template.door(values());
    assertThat(door.reserved())
        .containsExactlyInAnyOrder(
            new Reserved("/admin/", "aws:PrincipalArn", List.of(ADMIN, "two")),
            new Reserved("/audit/", "aws:PrincipalArn", List.of(ADMIN)),
            new Reserved("/admin/", "aws:PrincipalAccount", List.of(ACCOUNT)),
            new Reserved("/audit/", "aws:PrincipalAccount", List.of(ACCOUNT)));
    assertThat(routes())
        .allSatisfy(route ->
            assertThat(
                    door.reserved().stream()
                        .anyMatch(reserved -> route.path().startsWith(reserved.prefix())))
                .as(route.path())
                .isEqualTo(route.iam()));
  }

  @Test
  void aPrivateDoorIsReservedAsAWholeForItsEndpoints() {
    List<Reserved> open = template.door(values()).reserved();
    DoorBlock door = template.door(values(Map.of("VpcEndpointIds", "vpce-1,vpce-2")));
    assertThat(door.reserved())
        .containsAll(open)
        .hasSize(open.size() + 1)
        .contains(new Reserved("/", "aws:SourceVpce", List.of("vpce-1", "vpce-2")));
  }

  /** The door starts no function for a body that the description forbids, and for no other. */
  @Test
  void theDoorWantsTheMembersThatTheDescriptionRequires() throws IOException {
    Map<String, List<String>> described = new TreeMap<>();
    Map<?, ?> paths = map(yaml("infra/openapi.yaml"), "paths");
    paths.forEach((path, operations) ->
        ((Map<?, ?>) operations)
            .forEach((method, operation) -> {
              Map<?, ?> content = map(map((Map<?, ?>) operation, "requestBody"), "content");
              Object required = map(map(content, "application/json"), "schema").get("required");
              if (required instanceof List<?> members) {
                described.put(
                    String.valueOf(method).toUpperCase(Locale.ROOT) + " " + path,
                    members.stream().map(String::valueOf).toList());
              }
            }));
    Map<String, List<String>> wanted = new TreeMap<>();
    routes().stream()
        .filter(route -> !route.members().isEmpty())
        .forEach(route -> wanted.put(route.method() + " " + route.path(), route.members()));
    assertThat(wanted).hasSizeGreaterThan(6).isEqualTo(described);
  }

  private static Map<?, ?> yaml(String name) throws IOException {
    String text = Files.readString(file().resolveSibling(name));
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return parent.get(name) instanceof Map<?, ?> child ? child : Map.of();
  }

  @Test
  void givesAFunctionTheSettingsOfItsBlock() {
    FunctionBlock vend =
        template.functions(values()).stream()
            .filter(function -> function.id().equals("VendAws"))
            .findFirst()
            .orElseThrow();
    assertThat(vend.zip()).isEqualTo("functions/vend-aws/target/vend-aws.zip");
    assertThat(vend.handler()).isEqualTo("dev.vouch.vendaws.Handler");
    assertThat(vend.environment())
        .containsEntry("VOUCH_PUBLIC_BASE_URL", "http://localhost:1")
        .containsEntry("VOUCH_TABLES_AUDIT", "AuditTable!")
        .containsEntry(
            "VOUCH_KEYS_ISSUER", "arn:aws:kms:eu-west-1:" + ACCOUNT + ":alias/vouch-issuer")
        .doesNotContainKey("VOUCH_KEYS_CHALLENGE");
  }

  @Test
  void refusesAReferenceToNothing() {
    Values without = new Values(Map.of(), Map.of());
    assertThat(
            catchThrowableOfType(IllegalArgumentException.class, () -> template.functions(without)))
        .hasMessageContaining("PublicBaseUrl");
  }

  @Test
  void knowsTheKeysAndTheDefaults() {
    assertThat(template.keys(values()))
        .isEqualTo(Map.of("IssuerKey", "RSA_2048", "ChallengeKey", "HMAC_256"));
    assertThat(template.defaults()).containsEntry("SessionLifetime", "8h");
  }

  @ParameterizedTest
  @CsvSource({
    "first,            arn:first,            first",
    "first-and-second, arn:first:arn:second, first",
    "second-and-first, arn:first:arn:second, second",
    "second,           arn:second,           second",
  })
  void theIssuerKeysThatThereAreArePublishedAndTheOneNamedFirstSigns(
      String parameter, String published, String signs) {
    Values values = values(Map.of("IssuerKeys", parameter));
    FunctionBlock discover =
        template.functions(values).stream()
            .filter(function -> function.id().equals("Discover"))
            .findFirst()
            .orElseThrow();
    assertThat(discover.environment().get("VOUCH_KEYS_PUBLISHED"))
        .isEqualTo(published.replace(":arn", ",arn"));
    assertThat(template.aliases(values)).containsEntry("alias/vouch-issuer", signs);
  }

  @Test
  void answersOfTheFrontDoorAreProblems() {
    assertThat(template.door(values()).responses())
        .hasSizeGreaterThan(5)
        .allSatisfy((type, response) ->
            assertThat(response.body()).as(type).startsWith("{\"type\":\"urn:vouch:error:"));
  }

  @Test
  void aRegistryAccountTrustsTheIssuerForAPersonAndForEcrAlone() throws IOException {
    Template account = Template.read(file().resolveSibling("infra/target-account.yaml"));
    Map<String, String> references = new HashMap<>(account.defaults());
    references.put("Issuer", "https://vouch.example.com");
    references.put("MakesProvider", "false");
    references.put("ProviderArn", "arn:provider");
    references.put("AWS::Partition", "aws");
    references.put("AWS::Region", "eu-west-1");
    references.put("AWS::AccountId", "123456789012");
    RoleBlock role = account.roles(new Values(references, Map.of())).getFirst();
    assertThat(role.name()).isEqualTo("vouch-registry");
    assertThat(role.maximumSession()).hasHours(1);
    assertThat(role.trust())
        .contains("\"Federated\": \"arn:provider\"")
        .contains("\"vouch.example.com:aud\": \"sts.amazonaws.com\"")
        .contains("\"vouch.example.com:sub\": \"?*@?*\", \"sts:SourceIdentity\": \"?*@?*\"");
    assertThat(role.policy())
        .contains("\"arn:aws:ecr:eu-west-1:123456789012:repository/*\"")
        .doesNotContain("\"ecr:*\"")
        .doesNotContain("Delete");
  }

  private List<RouteBlock> routes() {
    return template.functions(values()).stream()
        .flatMap(function -> function.routes().stream())
        .toList();
  }

  private Values values() {
    return values(Map.of());
  }

  private Values values(Map<String, String> parameters) {
    Map<String, String> references = new HashMap<>(template.defaults());
    references.put("PublicBaseUrl", "http://localhost:1");
    references.put("AdminPrincipals", ADMIN + ",two");
    references.put("AuditPrincipals", ADMIN);
    references.put("AllowedAaguids", "hardware");
    references.put("AWS::AccountId", ACCOUNT);
    references.put("AWS::Partition", "aws");
    references.put("AWS::Region", "eu-west-1");
    references.put("AWS::StackName", "vouch");
    references.put("IssuerKeyAlias", "alias/vouch-issuer");
    references.put("IssuerKey", "first");
    references.put("SecondIssuerKey", "second");
    references.put("ChallengeKey", "challenge");
    references.putAll(parameters);
    for (String table : List.of("Identity", "Session", "Replay", "Configuration", "Audit")) {
      references.put(table + "Table", table + "Table!");
    }
    return template.conditions(
        new Values(
            references,
            Map.of(
                "IssuerKey.Arn", "arn:first",
                "SecondIssuerKey.Arn", "arn:second",
                "ChallengeKey.Arn", "arn:challenge")));
  }

  private static Path file() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no template here");
    }
    return folder.resolve("template.yaml");
  }
}

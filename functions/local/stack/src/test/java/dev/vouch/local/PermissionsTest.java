package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.KeyRights.KeyRight;
import dev.vouch.local.Rights.Right;
import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.FunctionRoles.Need;
import dev.vouch.local.iam.PolicyDocument;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The roles and the keys of the template are enough for every kind of request, and hold nothing
 * that none needs: without any one right, some request is refused as the deployment's fault, and
 * nothing is handed out.
 */
@Tag("line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PermissionsTest {
  private final FunctionLog log = new FunctionLog();
  private final Map<String, List<Need>> needs = new LinkedHashMap<>();
  private Line line;
  private Requests requests;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    line = new Line(folder, step -> {}, log);
    requests = new Requests(line);
    for (String name : requests.all().keySet()) {
      needs.put(name, needs(name));
    }
  }

  @AfterAll
  void stop() throws Exception {
    line.close();
  }

  /** Sends the request under the template's roles, which have to be enough. */
  private List<Need> needs(String name) throws Exception {
    Supplier<Reply> request = requests.get(name).prepare();
    Queue<Need> asked = new ConcurrentLinkedQueue<>();
    line.deployment().roles().listen(asked::add);
    Reply reply = request.get();
    line.deployment().roles().listen(need -> {});
    assertThat(reply.status()).as("%s: %s", name, reply.body()).isLessThan(400);
    return asked.stream().filter(need -> name.startsWith(need.function() + ":")).toList();
  }

  /**
   * But for those to logs: a function never asks for them. Lambda writes what a function prints,
   * under the function's role, and would go on without a log where it may not. Nothing here plays
   * Lambda's part in that, so a test without them would show nothing.
   */
  @TestFactory
  Stream<DynamicTest> everyRightIsNeeded() {
    return line.running().policies().entrySet().stream()
        .flatMap(role -> {
          Rights rights = new Rights(role.getValue());
          return rights.of(role.getKey()).stream()
              .filter(right -> !right.action().startsWith("logs:"))
              .map(right ->
                  DynamicTest.dynamicTest(right.toString(), () -> refusedWithout(right, rights)));
        });
  }

  /** While there are two keys, and either of them signs. */
  @ParameterizedTest
  @CsvSource({
    "first-and-second, IssuerKey,       Discover: kms:GetPublicKey",
    "first-and-second, SecondIssuerKey, Discover: kms:GetPublicKey",
    "first-and-second, IssuerKey,       VendAws: kms:Sign kms:GetPublicKey",
    "second-and-first, SecondIssuerKey, VendAws: kms:Sign kms:GetPublicKey",
  })
  void everyRightThatAKeyGivesIsNeeded(String state, String id, String rights) throws Exception {
    String function = rights.substring(0, rights.indexOf(':'));
    String name = function.equals("Discover") ? "Discover: keys" : "VendAws: vend";
    line.running().deploy("IssuerKeys", state);
    try {
      String key = line.running().resources().key(id);
      String whole = Objects.requireNonNull(line.running().resources().keyPolicies().get(key));
      KeyRights all = new KeyRights(key, whole);
      assertThat(all.of(function))
          .extracting(KeyRight::action)
          .containsExactly(rights.substring(function.length() + 2).split(" ", -1));
      List<Need> needed = needs(name);
      for (KeyRight right : all.of(function)) {
        assertThat(needed).as(right.toString()).anyMatch(right::covers);
        Supplier<Reply> request = requests.get(name).prepare();
        log.clear();
        line.running().kms().putPolicy(key, all.without(right));
        Reply reply = request.get();
        line.running().kms().putPolicy(key, whole);
        assertMissing(name, right.action(), reply);
      }
    } finally {
      line.running().deploy("IssuerKeys", "first");
    }
  }

  @Test
  void onlyTheFunctionsThatUseAnIssuerKeyAreNamedInItsPolicy() {
    String key = line.running().resources().key("IssuerKey");
    KeyRights rights =
        new KeyRights(
            key, Objects.requireNonNull(line.running().resources().keyPolicies().get(key)));
    assertThat(line.functions().ids())
        .filteredOn(function -> !rights.of(function).isEmpty())
        .containsExactlyInAnyOrder("Discover", "VendAws");
  }

  /** So that a test of a vend without a right is more than a test of any right. */
  @Test
  void aVendNeedsRightsForEachOfItsCalls() {
    assertThat(needs.get("VendAws: vend"))
        .extracting(need -> need.action() + " " + need.resource().replaceFirst(".*[:-]", ""))
        .contains(
            "dynamodb:BatchGetItem IdentityTable",
            "dynamodb:BatchGetItem SessionTable",
            "dynamodb:BatchGetItem ConfigurationTable",
            "dynamodb:PutItem ReplayTable",
            "dynamodb:ConditionCheckItem SessionTable",
            "dynamodb:PutItem AuditTable")
        .anyMatch(need -> need.startsWith("kms:Sign "))
        .anyMatch(need -> need.startsWith("kms:GetPublicKey "));
  }

  private void refusedWithout(Right right, Rights rights) throws Exception {
    Optional<String> name =
        needs.entrySet().stream()
            .filter(request -> request.getValue().stream().anyMatch(right::covers))
            .map(Map.Entry::getKey)
            .findFirst();
    assertThat(name).as("no request needs it").isPresent();
    String function = right.function();
    Supplier<Reply> request = requests.get(name.get()).prepare();
    log.clear();
    line.deployment().roles().put(function, PolicyDocument.parse(rights.without(right)));
    Reply reply = request.get();
    String whole = Objects.requireNonNull(line.running().policies().get(function));
    line.deployment().roles().put(function, PolicyDocument.parse(whole));

    assertMissing(name.get(), right.action(), reply);
  }

  /** Nothing but that a right is missing is told to the client, and which one in the log. */
  private void assertMissing(String name, String action, Reply reply) {
    assertThat(reply.status() + " " + reply.code()).as(name).isEqualTo("503 permission_missing");
    assertThat(reply.json().keySet())
        .containsExactlyInAnyOrder("type", "title", "status", "code", "detail", "help");
    assertThat(reply.body()).doesNotContain("arn:").doesNotContain(action);
    assertThat(log.of("fault"))
        .anySatisfy(fault ->
            assertThat(fault)
                .containsEntry("kind", "permission_missing")
                .containsEntry("action", action));
    assertThat(log.of("request"))
        .anySatisfy(line ->
            assertThat(line)
                .containsEntry("code", "permission_missing")
                .containsEntry("PermissionsMissing", 1)
                .containsEntry("Faults", 1));
  }
}

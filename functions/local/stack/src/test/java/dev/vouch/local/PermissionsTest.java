package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * The roles of the template are enough for every kind of request, and hold nothing that none needs:
 * without any one right, some request is refused as the deployment's fault, and nothing is handed
 * out.
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

  @TestFactory
  Stream<DynamicTest> everyRightIsNeeded() {
    return line.running().policies().entrySet().stream()
        .flatMap(role -> {
          Rights rights = new Rights(role.getValue());
          return rights.of(role.getKey()).stream()
              .filter(right -> !right.action().startsWith("logs:")) // Lambda's own need
              .map(right ->
                  DynamicTest.dynamicTest(right.toString(), () -> refusedWithout(right, rights)));
        });
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

    assertThat(reply.status() + " " + reply.code())
        .as(name.get())
        .isEqualTo("503 permission_missing");
    assertThat(reply.json().keySet())
        .containsExactlyInAnyOrder("type", "title", "status", "code", "detail", "help");
    assertThat(reply.body()).doesNotContain("arn:").doesNotContain(right.action());
    assertThat(log.of("fault"))
        .anySatisfy(fault ->
            assertThat(fault)
                .containsEntry("kind", "permission_missing")
                .containsEntry("action", right.action()));
    assertThat(log.of("request"))
        .anySatisfy(line ->
            assertThat(line)
                .containsEntry("code", "permission_missing")
                .containsEntry("PermissionsMissing", 1)
                .containsEntry("Faults", 1));
  }
}

package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.Web.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance may die at any step of a login or a vend. The steps are those that a passing login
 * and vend take, so a new call is a new step here.
 */
@Tag("line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeathTest {
  private static final int TIMES = 25;
  private static final int MOST_DEATHS_IN_A_ROW = 3;

  private final Deaths deaths = new Deaths();
  private final List<Step> steps = new ArrayList<>();
  private Set<String> before = Set.of();
  private Line line;
  private Person person;
  private Person.Session session;
  private ClientBinary client;

  /** What one run of a step did. */
  private final class Run {
    private final Step step;
    private final int variation;
    private final Set<String> known = new HashSet<>(line.trail().writers().keySet());
    private final List<Reply> handedOut = new ArrayList<>();

    Run(Step step, int variation) {
      this.step = step;
      this.variation = variation;
    }

    private int deathsInARow() {
      return 1 + variation % MOST_DEATHS_IN_A_ROW;
    }

    private boolean isWarm() {
      return step.warm() && variation % 2 == 1;
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    client = ClientBinary.build(folder.resolve("bin"));
    line = new Line(folder.resolve("stack"), deaths, entry -> {});
    person = line.enrolled("user@example.com");
    session = person.login().run();
    session.vend("loads what a first request loads");
    line.functions().retire();
    before = line.trail().writers().keySet();
    discover();
  }

  @AfterAll
  void stop() throws Exception {
    line.close();
  }

  @Test
  void aLoginAndAVendHaveAtLeastFortySteps() {
    assertThat(steps).hasSizeGreaterThanOrEqualTo(40);
    assertThat(steps)
        .extracting(Step::name)
        .contains(
            "VendAws before Kms.Sign",
            "VendAws after Sts.AssumeRoleWithWebIdentity",
            "VendAws before Ecr.GetAuthorizationToken",
            "Authenticate after Kms.VerifyMac");
  }

  @TestFactory
  Stream<DynamicTest> anInstanceThatDiesLosesNothingAndLeavesNothingOpen() {
    return steps.stream()
        .map(step -> DynamicTest.dynamicTest(step.toString(), () -> run(step, step.place())));
  }

  @TestFactory
  @Tag("stress")
  Stream<DynamicTest> anInstanceThatDiesLosesNothingHoweverOften() {
    return steps.stream()
        .map(step ->
            DynamicTest.dynamicTest(
                step.toString(),
                () -> {
                  for (int variation = 0; variation < TIMES; variation++) {
                    run(step, variation);
                  }
                  System.out.printf("%s: %d times%n", step, TIMES);
                }));
  }

  /** Sees the steps of a passing login and vend, by new instances and by the same again. */
  private void discover() throws IOException {
    Map<String, List<String>> cold = passing();
    Map<String, List<String>> warm = passing();
    cold.forEach((request, names) ->
        steps.addAll(Step.of(request, names, warm.getOrDefault(request, List.of()))));
  }

  private Map<String, List<String>> passing() {
    Map<String, List<String>> seen = new LinkedHashMap<>();
    deaths.steps();
    Person.Login login = person.login();
    requests(login)
        .forEach((name, request) -> {
          Reply reply = request.get();
          assertThat(reply.status()).as("%s: %s", name, reply.code()).isLessThan(400);
          seen.put(name, deaths.steps());
        });
    return seen;
  }

  private Map<String, Supplier<Reply>> requests(Person.Login login) {
    Map<String, Supplier<Reply>> requests = new LinkedHashMap<>();
    requests.put("authorize", login::authorize);
    requests.put("options", login::options);
    requests.put("complete", login::complete);
    requests.put("token", login::token);
    requests.put("vend", () -> session.vend("discovery"));
    return requests;
  }

  private void run(Step step, int variation) throws Exception {
    line.functions().retire();
    Run run = new Run(step, variation);
    int diedBefore = deaths.died();
    if (step.request().equals("vend")) {
      dieInAVend(run);
    } else {
      dieInALogin(run);
    }
    assertThat(deaths.died() - diedBefore).as("%s deaths", step).isEqualTo(run.deathsInARow());
    assertThat(deaths.afterlife()).as("%s steps of the dead", step).isZero();
    audit(run);
  }

  private void dieInAVend(Run run) {
    if (run.isWarm()) {
      keep(run, session.vend("warm"));
    }
    String key = "attempt-" + run.variation;
    for (int death = 0; death < run.deathsInARow(); death++) {
      deaths.at(run.step.name(), run.step.nth());
      Reply reply = session.vend(run.variation % 4 < 2 ? key : key + "-" + death);
      assertNothingHandedOut(run.step, reply);
    }
    keep(run, session.vend(key));
  }

  private void dieInALogin(Run run) {
    if (run.isWarm()) {
      person.login().run();
    }
    Person.Login login = person.login();
    boolean written = run.step.follows(steps, 1);
    for (Map.Entry<String, Supplier<Reply>> request : requests(login).entrySet()) {
      if (request.getKey().equals("vend")) {
        break;
      }
      if (request.getKey().equals(run.step.request())) {
        die(run, request.getValue());
        String code = request.getValue().get().code();
        assertThat(code).as("%s again", run.step).isEqualTo(written ? usedUp(run.step) : "");
        if (written) {
          keep(run, person.login().run().vend("after"));
          return;
        }
      } else if (!request.getKey().equals("token")) {
        assertThat(request.getValue().get().status()).isLessThan(400);
      }
    }
    if (!run.step.request().equals("token")) {
      keep(run, login.session(login.token()).vend("after"));
    }
  }

  private void die(Run run, Supplier<Reply> request) {
    for (int death = 0; death < run.deathsInARow(); death++) {
      deaths.at(run.step.name(), run.step.nth());
      assertNothingHandedOut(run.step, request.get());
    }
  }

  private static String usedUp(Step step) {
    return step.request().equals("complete") ? "challenge_replayed" : "code_reused";
  }

  /** The front door's own answer, or the refusal of somebody whom STS could not reach. */
  private static void assertNothingHandedOut(Step step, Reply reply) {
    assertThat(reply.status()).as("%s", step).isIn(502, 503);
    assertThat(reply.code())
        .as("%s", step)
        .isEqualTo(step.isOfDiscover() ? "issuer_not_reached" : "fault");
    assertThat(reply.json())
        .doesNotContainKeys("secret", "access_token", "redirect_uri", "statement");
  }

  private static void keep(Run run, Reply vended) {
    assertThat(vended.status()).as("%s, then %s", run.step, vended.code()).isEqualTo(200);
    run.handedOut.add(vended);
  }

  /** Everything that this run wrote is whole, and what is open is what its deaths left open. */
  private void audit(Run run) throws Exception {
    AuditTrail trail = line.trail();
    Set<String> fresh = new HashSet<>(trail.writers().keySet());
    fresh.removeAll(run.known);
    List<Map<String, Object>> records = trail.records(fresh);
    List<String> open = open(records);
    assertThat(open)
        .as("%s orphans", run.step)
        .hasSize(leavesIntentsOpen(run.step) ? run.deathsInARow() : 0);
    for (Reply reply : run.handedOut) {
      assertRecorded(records, reply);
    }
    Set<String> all = new HashSet<>(before);
    all.addAll(fresh);
    Map<String, Object> verified = client.verify(trail.export(all));
    assertThat(verified)
        .as("%s: %s", run.step, verified)
        .containsEntry("verified", true)
        .containsEntry("orphan_count", open.size());
    assertThat((List<?>) verified.get("orphans"))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(open);
  }

  private boolean leavesIntentsOpen(Step step) {
    return step.request().equals("vend")
        && !step.isOfDiscover()
        && step.follows(steps, 1)
        && !step.follows(steps, 2);
  }

  private static List<String> open(List<Map<String, Object>> records) {
    Set<Object> closed = new HashSet<>();
    records.forEach(record -> closed.add(record.get("intent")));
    return records.stream()
        .filter(record -> "credential.intended".equals(record.get("type")))
        .map(record -> String.valueOf(record.get("id")))
        .filter(id -> !closed.contains(id))
        .toList();
  }

  private static void assertRecorded(List<Map<String, Object>> records, Reply reply) {
    Map<String, Object> outcome = byId(records, reply.object("receipt").get("id"));
    assertThat(outcome)
        .containsEntry("type", "credential.issued")
        .containsEntry("secret_sha256", ProofKey.hash(reply.text("secret")));
    assertThat(byId(records, outcome.get("intent"))).containsEntry("type", "credential.intended");
  }

  private static Map<String, Object> byId(List<Map<String, Object>> records, @Nullable Object id) {
    return records.stream()
        .filter(record -> Objects.equals(id, record.get("id")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no record " + id));
  }

  @Test
  void aRunCountsItsOwnDeaths() {
    assertThat(IntStream.range(0, TIMES).map(v -> new Run(steps.getFirst(), v).deathsInARow()))
        .contains(1, 2, 3);
  }
}

package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.AwsError;
import dev.vouch.local.aws.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each table that a vend or a login touches may be throttled, or gone. The request is refused, and
 * nothing is handed out that could not be recorded.
 */
@Tag("line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TablesTest {
  private static final AwsError THROTTLED =
      new AwsError(400, "ProvisionedThroughputExceededException", "as scripted");
  private static final AwsError GONE =
      new AwsError(400, "ResourceNotFoundException", "Requested resource not found");

  private final FunctionLog log = new FunctionLog();
  private Line line;
  private Requests requests;

  /**
   * Where it happens.
   *
   * @param ready how many calls go well before
   * @param recording whether the call that fails writes a record
   */
  private record Place(String request, String table, int ready, boolean recording) {
    @Override
    public String toString() {
      return request + ", " + table + (ready > 0 ? " after " + ready : "");
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    line = new Line(folder, step -> {}, log);
    requests = new Requests(line);
  }

  @AfterAll
  void stop() throws Exception {
    line.close();
  }

  private static Stream<Place> places() {
    return Stream.of(
        new Place("VendAws: vend", "IdentityTable", 0, false),
        new Place("VendAws: vend", "SessionTable", 0, false),
        new Place("VendAws: vend", "SessionTable", 1, true),
        new Place("VendAws: vend", "ConfigurationTable", 0, false),
        new Place("VendAws: vend", "ConfigurationTable", 1, false),
        new Place("VendAws: vend", "ReplayTable", 0, true),
        new Place("VendAws: vend", "AuditTable", 0, true),
        // the birth of the chain, its first record and the intent are in one transaction
        new Place("VendAws: vend", "AuditTable", 3, true),
        new Place("Authenticate: complete", "IdentityTable", 0, false),
        new Place("Authenticate: complete", "IdentityTable", 1, false),
        new Place("Authenticate: complete", "SessionTable", 0, false),
        new Place("Authenticate: complete", "SessionTable", 1, true),
        new Place("Authenticate: complete", "ReplayTable", 0, true),
        new Place("Authenticate: complete", "AuditTable", 0, true),
        new Place("Authenticate: token", "SessionTable", 0, false),
        new Place("Authenticate: token", "SessionTable", 1, true),
        new Place("Authenticate: token", "ReplayTable", 0, true),
        new Place("Authenticate: token", "AuditTable", 0, true),
        new Place("Authenticate: session", "SessionTable", 0, false),
        new Place("Authenticate: session", "IdentityTable", 0, false),
        new Place("Authenticate: session", "ReplayTable", 0, false),
        new Place("Authenticate: revoke", "SessionTable", 0, false),
        new Place("Authenticate: revoke", "AuditTable", 0, true));
  }

  @TestFactory
  Stream<DynamicTest> aThrottledTableIsAskedForAgainLater() {
    return places().map(place -> DynamicTest.dynamicTest(place.toString(), () -> throttled(place)));
  }

  @TestFactory
  Stream<DynamicTest> aTableThatIsGoneIsNotTakenForAnEmptyOne() {
    return places().map(place -> DynamicTest.dynamicTest(place.toString(), () -> gone(place)));
  }

  private void throttled(Place place) throws Exception {
    Reply reply = refused(place, THROTTLED);
    assertThat(reply.headers()).containsEntry("retry-after", "1");
    assertThat(fault()).containsEntry("kind", "throttled");
    assertThat(counted()).containsEntry("UpstreamThrottles", 1);
  }

  private void gone(Place place) throws Exception {
    Reply reply = refused(place, GONE);
    assertThat(reply.headers()).doesNotContainKey("retry-after");
    assertThat(fault()).containsEntry("kind", "gone");
    assertThat(counted()).doesNotContainKey("UpstreamThrottles");
  }

  private Reply refused(Place place, AwsError error) throws Exception {
    String function = place.request().substring(0, place.request().indexOf(':'));
    Supplier<Reply> request = requests.get(place.request()).prepare();
    line.functions().retire(function);
    AuditTrail trail = line.trail();
    var before = trail.writers().keySet();
    log.clear();
    String table = Objects.requireNonNull(line.running().tables().get(place.table()));
    for (int i = 0; i < place.ready(); i++) {
      line.faults().next(table, new Fault.None());
    }
    line.faults().always(table, new Fault.Refusal(error));
    Reply reply = request.get();
    line.faults().clear();

    assertThat(reply.status() + " " + reply.code()).isEqualTo("503 unavailable");
    assertThat(reply.json().keySet())
        .containsExactlyInAnyOrder("type", "title", "status", "code", "detail", "help");
    assertThat(counted().containsKey("AuditWriteFailures")).isEqualTo(place.recording());
    var fresh = new java.util.TreeSet<>(trail.writers().keySet());
    fresh.removeAll(before);
    assertThat(trail.records(fresh))
        .extracting(each -> each.get("type"))
        .doesNotContain("credential.issued", "login.completed", "session.started");
    return reply;
  }

  private Map<String, Object> fault() {
    return only(log.of("fault"));
  }

  private Map<String, Object> counted() {
    return only(
        log.of("request").stream()
            .filter(each -> Objects.equals(each.get("status"), 503))
            .toList());
  }

  private static Map<String, Object> only(List<Map<String, Object>> lines) {
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }
}

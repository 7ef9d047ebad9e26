package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.AwsError;
import dev.vouch.local.aws.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each system that a vend or a login asks may be slow, throttle, refuse, answer nonsense or answer
 * what is another's. The answer to the client is in the table, comes in time, and grants nothing.
 */
@Tag("line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpstreamsTest {
  /** The server's 8 s, and a second for a busy machine. */
  private static final Duration TIME = Duration.ofSeconds(9);

  private static final String NOT_UNDERSTOOD = "502 upstream_answer_not_understood";
  private static final String NO_TABLE = "503 unavailable";
  private static final String NO_RIGHT = "503 permission_missing";

  private Line line;
  private Person person;
  private Person.Session session;

  /**
   * Where it happens.
   *
   * @param ready how many calls of the operation go well before
   */
  private record Place(String request, String operation, int ready) {
    static Place vend(String operation) {
      return new Place("vend", operation, 0);
    }

    Row is(Mishap mishap, String answer) {
      return new Row(this, mishap, answer);
    }

    @Override
    public String toString() {
      return request + ", " + operation + (ready > 0 ? " after " + ready : "");
    }
  }

  /** What happens there. */
  private record Mishap(String name, Fault fault) {
    static Mishap refusal(int status, String error) {
      return new Mishap(error, new Fault.Refusal(new AwsError(status, error, "as scripted")));
    }

    static Mishap answer(String name, UnaryOperator<String> change) {
      return new Mishap(name, new Fault.Changed(200, change));
    }

    static Mishap answer(String instead) {
      return answer(instead, body -> instead);
    }
  }

  /**
   * One line of the table.
   *
   * @param answer status and code
   */
  private record Row(Place place, Mishap mishap, String answer) {
    @Override
    public String toString() {
      return "%s: %s is %s".formatted(place, mishap.name(), answer);
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    line = new Line(folder, step -> {}, entry -> {});
    person = line.enrolled("user@example.com");
    session = person.login().run();
  }

  @AfterAll
  void stop() throws Exception {
    line.close();
  }

  @TestFactory
  Stream<DynamicTest> grantsNothingAndSaysWhy() {
    return tests(Stream.of(tables(), keys(), roles(), registry(), logins()).flatMap(r -> r));
  }

  @TestFactory
  @Tag("stress")
  Stream<DynamicTest> answersInTimeHoweverSlow() {
    Stream<Row> tables =
        Stream.of(
                Place.vend("BatchGetItem"),
                Place.vend("Query"),
                Place.vend("TransactWriteItems"),
                new Place("vend", "TransactWriteItems", 1),
                new Place("options", "VerifyMac", 0),
                new Place("options", "GenerateMac", 0),
                new Place("complete", "BatchGetItem", 0),
                new Place("complete", "TransactWriteItems", 0),
                new Place("token", "GetItem", 0),
                new Place("token", "TransactWriteItems", 0))
            .flatMap(place -> slow(place, NO_TABLE));
    Stream<Row> providers =
        Stream.of("Sign", "GetPublicKey", "AssumeRoleWithWebIdentity", "GetAuthorizationToken")
            .flatMap(operation -> slow(Place.vend(operation), "504 upstream_timeout"));
    return tests(Stream.concat(tables, providers));
  }

  /** None of them is beyond its own share, and together they are beyond the request's time. */
  @TestFactory
  Stream<DynamicTest> answersInTimeWhereEverybodyIsALittleSlow() {
    Mishap late = new Mishap("0.9 s late", new Fault.Late(Duration.ofMillis(900)));
    Row all = Place.vend("everything").is(late, "504 upstream_timeout");
    return Stream.of(
        DynamicTest.dynamicTest(
            all.toString(),
            () -> {
              for (String operation :
                  List.of("BatchGetItem", "Query", "TransactWriteItems", "GetPublicKey", "Sign")) {
                line.faults().always(operation, late.fault());
              }
              run(all);
            }));
  }

  private Stream<DynamicTest> tests(Stream<Row> rows) {
    return rows.map(row -> DynamicTest.dynamicTest(row.toString(), () -> run(row)));
  }

  private static Stream<Row> slow(Place place, String answer) {
    return Stream.of(
        place.is(new Mishap("silent", new Fault.Silence()), answer),
        place.is(new Mishap("half an answer", new Fault.Half()), answer));
  }

  private static Stream<Row> tables() {
    Place rows = Place.vend("BatchGetItem");
    Stream<Row> lies =
        Stream.of(
            rows.is(
                Mishap.answer(
                    "the user of another",
                    b -> b.replace("user#user@example.com", "user#other@example.com")),
                "401 user_unknown"),
            rows.is(
                Mishap.answer(
                    "a row of another's session",
                    b ->
                        b.replace("{\"S\":\"user@example.com\"}", "{\"S\":\"other@example.com\"}")),
                "401 evidence_user"),
            rows.is(
                Mishap.answer("{\"Responses\":{},\"UnprocessedKeys\":{}}"), "401 session_unknown"),
            Place.vend("Query")
                .is(
                    Mishap.answer(
                        "the pieces of another policy",
                        b -> b.replaceAll("\"B\":\"[^\"]*\"", "\"B\":\"e30=\"")),
                    NO_TABLE));
    return Stream.concat(
        Stream.of(
                rows,
                Place.vend("Query"),
                Place.vend("TransactWriteItems"),
                new Place("vend", "TransactWriteItems", 1))
            .flatMap(UpstreamsTest::failingTable),
        lies);
  }

  private static Stream<Row> failingTable(Place place) {
    Stream<Mishap> refusals =
        Stream.of(
            Mishap.refusal(400, "ProvisionedThroughputExceededException"),
            Mishap.refusal(500, "InternalServerError"));
    Row denied = place.is(Mishap.refusal(400, "AccessDeniedException"), NO_RIGHT);
    // nobody reads the answer to a write
    Stream<Mishap> nonsense =
        place.operation().equals("TransactWriteItems")
            ? Stream.empty()
            : Stream.of(Mishap.answer("<html>"));
    return Stream.concat(
        Stream.of(denied),
        Stream.concat(refusals, nonsense).map(mishap -> place.is(mishap, NO_TABLE)));
  }

  private static Stream<Row> keys() {
    Stream<Row> both =
        Stream.of(Place.vend("GetPublicKey"), Place.vend("Sign"))
            .flatMap(place ->
                Stream.of(
                    place.is(Mishap.refusal(400, "ThrottlingException"), "429 upstream_throttled"),
                    place.is(Mishap.refusal(400, "AccessDeniedException"), NO_RIGHT),
                    place.is(Mishap.refusal(400, "DisabledException"), "502 issuer_key_not_usable"),
                    place.is(
                        Mishap.refusal(500, "KMSInternalException"), "503 upstream_unavailable"),
                    place.is(Mishap.answer("<html>"), NOT_UNDERSTOOD),
                    place.is(Mishap.answer("{}"), NOT_UNDERSTOOD)));
    return Stream.concat(
        both,
        Stream.of(
            Place.vend("GetPublicKey")
                .is(Mishap.answer("{\"KeyId\":\"k\",\"PublicKey\":\"AAAA\"}"), NOT_UNDERSTOOD),
            Place.vend("Sign")
                .is(
                    Mishap.answer(
                        "the signature of another key",
                        b -> b.replaceAll("\"Signature\":\"....", "\"Signature\":\"AAAA")),
                    "502 identity_token_rejected")));
  }

  private static Stream<Row> roles() {
    Place place = Place.vend("AssumeRoleWithWebIdentity");
    String role = "assumed-role/vouch-registry/";
    return Stream.of(
        place.is(Mishap.refusal(400, "Throttling"), "429 upstream_throttled"),
        place.is(Mishap.refusal(403, "AccessDenied"), "502 role_not_assumable"),
        place.is(Mishap.refusal(500, "InternalFailure"), "503 upstream_unavailable"),
        place.is(Mishap.answer("<html>"), NOT_UNDERSTOOD),
        place.is(Mishap.answer("<AssumeRoleWithWebIdentityResponse/>"), NOT_UNDERSTOOD),
        place.is(
            Mishap.answer("another role", b -> b.replace(role, "assumed-role/other/")),
            "502 other_role"),
        place.is(
            Mishap.answer("another record", b -> b.replaceAll(role + "[^<]*", role + "another-1")),
            "502 other_role"),
        place.is(
            Mishap.answer(
                "another account",
                b -> b.replace("sts::" + Deployment.ACCOUNT, "sts::210987654321")),
            "502 other_role"));
  }

  private static Stream<Row> registry() {
    Place place = Place.vend("GetAuthorizationToken");
    return Stream.of(
        place.is(Mishap.refusal(400, "ThrottlingException"), "429 upstream_throttled"),
        place.is(Mishap.refusal(400, "AccessDeniedException"), "502 registry_access_denied"),
        place.is(Mishap.refusal(500, "ServerException"), "503 upstream_unavailable"),
        place.is(Mishap.answer("<html>"), NOT_UNDERSTOOD),
        place.is(Mishap.answer("{}"), NOT_UNDERSTOOD),
        place.is(
            Mishap.answer(
                "a token that is no base64",
                b -> b.replaceAll("(\"authorizationToken\":\")[^\"]*", "$1%")),
            NOT_UNDERSTOOD),
        place.is(
            Mishap.answer(
                "the token of another account",
                b -> b.replace(Deployment.ACCOUNT + ".dkr", "210987654321.dkr")),
            "502 other_registry"));
  }

  private static Stream<Row> logins() {
    Stream<Row> challenges =
        Stream.of("VerifyMac", "GenerateMac")
            .map(operation -> new Place("options", operation, 0))
            .flatMap(place ->
                Stream.concat(
                    Stream.of(place.is(Mishap.refusal(400, "AccessDeniedException"), NO_RIGHT)),
                    Stream.of(
                            Mishap.refusal(400, "ThrottlingException"),
                            Mishap.refusal(400, "DisabledException"),
                            Mishap.answer("<html>"),
                            Mishap.answer("{}"))
                        .map(mishap -> place.is(mishap, NO_TABLE))));
    Stream<Row> tables =
        Stream.of(
                new Place("complete", "BatchGetItem", 0),
                new Place("complete", "GetItem", 0),
                new Place("complete", "TransactWriteItems", 0),
                new Place("token", "GetItem", 0),
                new Place("token", "TransactWriteItems", 0))
            .flatMap(UpstreamsTest::failingTable);
    Stream<Row> lies =
        Stream.of(
            new Place("options", "VerifyMac", 0)
                .is(
                    Mishap.answer("not valid, without an error", b -> b.replace("true", "false")),
                    "400 request_forged"),
            new Place("complete", "BatchGetItem", 0)
                .is(
                    Mishap.answer(
                        "the key of another", b -> b.replaceAll("key#[^\"]*", "key#another")),
                    "403 unknown_key"));
    return Stream.of(challenges, tables, lies).flatMap(r -> r);
  }

  private void run(Row row) throws Exception {
    line.functions().retire();
    Place place = row.place();
    Supplier<Reply> request = prepared(place.request(), person.login());
    for (int i = 0; i < place.ready(); i++) {
      line.faults().next(place.operation(), new Fault.None());
    }
    line.faults().always(place.operation(), row.mishap().fault());
    long start = System.nanoTime();
    Reply reply = request.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    line.faults().clear();
    assertThat(reply.status() + " " + reply.code()).isEqualTo(row.answer());
    assertThat(took).isLessThan(TIME);
    assertThat(reply.json())
        .doesNotContainKeys("secret", "access_token", "redirect_uri", "statement");
    assertThat(session.vend("afterwards").status()).isEqualTo(200);
  }

  private Supplier<Reply> prepared(String request, Person.Login login) {
    if (request.equals("vend")) {
      return () -> session.vend("attempt");
    }
    login.authorize();
    if (request.equals("options")) {
      return login::options;
    }
    login.options();
    if (request.equals("complete")) {
      return login::complete;
    }
    login.complete();
    return login::token;
  }
}

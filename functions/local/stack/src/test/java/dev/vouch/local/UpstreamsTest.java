package dev.vouch.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.AwsError;
import dev.vouch.local.aws.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  private Line line;
  private Person person;
  private Person.Session session;

  /**
   * One line of the table.
   *
   * @param ready how many calls of the operation go well before
   */
  private record Row(
      String request,
      String operation,
      int ready,
      String what,
      Fault fault,
      int status,
      String code) {
    @Override
    public String toString() {
      return "%s: %s %s is %d %s"
          .formatted(request, operation, ready > 0 ? what + " after " + ready : what, status, code);
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    line = new Line(folder, true, step -> {}, entry -> {});
    person = line.enrolled("user@example.com");
    session = person.login().run();
  }

  @AfterAll
  void stop() throws Exception {
    line.close();
  }

  @TestFactory
  Stream<DynamicTest> grantsNothingAndSaysWhy() {
    List<Row> rows = new ArrayList<>();
    tables(rows);
    keys(rows);
    roles(rows);
    registry(rows);
    logins(rows);
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> run(row)));
  }

  @TestFactory
  @Tag("stress")
  Stream<DynamicTest> answersInTimeHoweverSlow() {
    List<Row> rows = new ArrayList<>();
    for (String operation : List.of("BatchGetItem", "Query", "TransactWriteItems")) {
      slow(rows, "vend", operation, 0, 503, "unavailable");
    }
    slow(rows, "vend", "TransactWriteItems", 1, 503, "unavailable");
    for (String operation :
        List.of("Sign", "GetPublicKey", "AssumeRoleWithWebIdentity", "GetAuthorizationToken")) {
      slow(rows, "vend", operation, 0, 504, "upstream_timeout");
    }
    slow(rows, "options", "VerifyMac", 0, 503, "unavailable");
    slow(rows, "options", "GenerateMac", 0, 503, "unavailable");
    slow(rows, "complete", "BatchGetItem", 0, 503, "unavailable");
    slow(rows, "complete", "TransactWriteItems", 0, 503, "unavailable");
    slow(rows, "token", "GetItem", 0, 503, "unavailable");
    slow(rows, "token", "TransactWriteItems", 0, 503, "unavailable");
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> run(row)));
  }

  /** None of them is beyond its own share, and together they are beyond the request's time. */
  @TestFactory
  Stream<DynamicTest> answersInTimeWhereEverybodyIsALittleSlow() {
    Fault late = new Fault.Late(Duration.ofMillis(900));
    Row all = new Row("vend", "everything", 0, "0.9 s late", late, 504, "upstream_timeout");
    return Stream.of(
        DynamicTest.dynamicTest(
            all.toString(),
            () -> {
              for (String operation :
                  List.of("BatchGetItem", "Query", "TransactWriteItems", "GetPublicKey", "Sign")) {
                line.faults().always(operation, late);
              }
              run(all);
            }));
  }

  private static void tables(List<Row> rows) {
    for (String operation : List.of("BatchGetItem", "Query", "TransactWriteItems")) {
      failing(rows, "vend", operation, 0);
    }
    failing(rows, "vend", "TransactWriteItems", 1);
    rows.add(
        changed(
            "vend",
            "BatchGetItem",
            "the user of another",
            401,
            "user_unknown",
            b -> b.replace("user#user@example.com", "user#other@example.com")));
    rows.add(
        changed(
            "vend",
            "BatchGetItem",
            "a row of another's session",
            401,
            "session_user_mismatch",
            b -> b.replace("{\"S\":\"user@example.com\"}", "{\"S\":\"other@example.com\"}")));
    rows.add(
        changed(
            "vend",
            "BatchGetItem",
            "no rows at all",
            401,
            "session_unknown",
            b -> "{\"Responses\":{},\"UnprocessedKeys\":{}}"));
    rows.add(
        changed(
            "vend",
            "Query",
            "the pieces of another policy",
            503,
            "unavailable",
            b -> b.replaceAll("\"B\":\"[^\"]*\"", "\"B\":\"e30=\"")));
  }

  private static void failing(List<Row> rows, String request, String operation, int ready) {
    refused(
        rows,
        request,
        operation,
        ready,
        "ProvisionedThroughputExceededException",
        400,
        503,
        "unavailable");
    refused(rows, request, operation, ready, "AccessDeniedException", 400, 503, "unavailable");
    refused(rows, request, operation, ready, "InternalServerError", 500, 503, "unavailable");
    if (!operation.equals("TransactWriteItems")) {
      rows.add(changed(request, operation, "nonsense", 503, "unavailable", b -> "<html>"));
    }
  }

  private static void keys(List<Row> rows) {
    for (String operation : List.of("GetPublicKey", "Sign")) {
      refused(rows, "vend", operation, 0, "ThrottlingException", 400, 429, "upstream_throttled");
      refused(
          rows, "vend", operation, 0, "AccessDeniedException", 400, 502, "issuer_key_not_usable");
      refused(rows, "vend", operation, 0, "KMSInternalException", 500, 503, "upstream_unavailable");
      nonsense(rows, operation, "{}");
    }
    nonsense(rows, "GetPublicKey", "{\"KeyId\":\"k\",\"PublicKey\":\"AAAA\"}");
    rows.add(
        changed(
            "vend",
            "Sign",
            "the signature of another key",
            502,
            "identity_token_rejected",
            b -> b.replaceAll("\"Signature\":\"....", "\"Signature\":\"AAAA")));
  }

  private static void roles(List<Row> rows) {
    String operation = "AssumeRoleWithWebIdentity";
    refused(rows, "vend", operation, 0, "Throttling", 400, 429, "upstream_throttled");
    refused(rows, "vend", operation, 0, "AccessDenied", 403, 502, "role_not_assumable");
    refused(rows, "vend", operation, 0, "InternalFailure", 500, 503, "upstream_unavailable");
    nonsense(rows, operation, "<AssumeRoleWithWebIdentityResponse/>");
    rows.add(
        changed(
            "vend",
            operation,
            "a session of another role",
            502,
            "other_role",
            b -> b.replace("assumed-role/vouch-registry/", "assumed-role/other/")));
    rows.add(
        changed(
            "vend",
            operation,
            "a session of another record",
            502,
            "other_role",
            b -> b.replaceAll("(assumed-role/vouch-registry/)[^<]*", "$1another-1")));
    rows.add(
        changed(
            "vend",
            operation,
            "a session in another account",
            502,
            "other_role",
            b -> b.replace(":sts::" + Deployment.ACCOUNT, ":sts::210987654321")));
  }

  private static void registry(List<Row> rows) {
    String operation = "GetAuthorizationToken";
    refused(rows, "vend", operation, 0, "ThrottlingException", 400, 429, "upstream_throttled");
    refused(
        rows, "vend", operation, 0, "AccessDeniedException", 400, 502, "registry_access_denied");
    refused(rows, "vend", operation, 0, "ServerException", 500, 503, "upstream_unavailable");
    nonsense(rows, operation, "{}");
    nonsense(
        rows,
        operation,
        "{\"authorizationData\":[{\"authorizationToken\":\"%\",\"expiresAt\":1,\"proxyEndpoint\":\"https://"
            + Person.REGISTRY
            + "\"}]}");
    rows.add(
        changed(
            "vend",
            operation,
            "the token of another account",
            502,
            "other_registry",
            b -> b.replace(Deployment.ACCOUNT + ".dkr", "210987654321.dkr")));
  }

  private static void logins(List<Row> rows) {
    for (String operation : List.of("VerifyMac", "GenerateMac")) {
      refused(rows, "options", operation, 0, "ThrottlingException", 400, 503, "unavailable");
      refused(rows, "options", operation, 0, "AccessDeniedException", 400, 503, "unavailable");
      rows.add(changed("options", operation, "nonsense", 503, "unavailable", b -> "<html>"));
      rows.add(changed("options", operation, "an empty object", 503, "unavailable", b -> "{}"));
    }
    rows.add(
        changed(
            "options",
            "VerifyMac",
            "a refusal as success",
            400,
            "request_forged",
            b -> b.replace("true", "false")));
    failing(rows, "complete", "BatchGetItem", 0);
    failing(rows, "complete", "GetItem", 0);
    failing(rows, "complete", "TransactWriteItems", 0);
    rows.add(
        changed(
            "complete",
            "BatchGetItem",
            "the key of another",
            403,
            "credential_unknown",
            b -> b.replaceAll("key#[^\"]*", "key#another")));
    failing(rows, "token", "GetItem", 0);
    failing(rows, "token", "TransactWriteItems", 0);
  }

  private static void slow(
      List<Row> rows, String request, String operation, int ready, int status, String code) {
    rows.add(new Row(request, operation, ready, "silent", new Fault.Silence(), status, code));
    rows.add(new Row(request, operation, ready, "half an answer", new Fault.Half(), status, code));
  }

  private static void refused(
      List<Row> rows,
      String request,
      String operation,
      int ready,
      String error,
      int http,
      int status,
      String code) {
    Fault fault = new Fault.Refusal(new AwsError(http, error, "as scripted"));
    rows.add(new Row(request, operation, ready, error, fault, status, code));
  }

  private static void nonsense(List<Row> rows, String operation, String empty) {
    String code = "upstream_answer_not_understood";
    rows.add(changed("vend", operation, "<html>", 502, code, b -> "<html>"));
    rows.add(changed("vend", operation, empty, 502, code, b -> empty));
  }

  private static Row changed(
      String request,
      String operation,
      String what,
      int status,
      String code,
      UnaryOperator<String> change) {
    return new Row(request, operation, 0, what, new Fault.Changed(200, change), status, code);
  }

  private void run(Row row) throws Exception {
    line.functions().retire();
    Person.Login login = person.login();
    Supplier<Reply> request = prepared(row.request(), login);
    for (int i = 0; i < row.ready(); i++) {
      line.faults().next(row.operation(), new Fault.None());
    }
    line.faults().always(row.operation(), row.fault());
    long start = System.nanoTime();
    Reply reply = request.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    line.faults().clear();
    assertThat(reply.status() + " " + reply.code()).isEqualTo(row.status() + " " + row.code());
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

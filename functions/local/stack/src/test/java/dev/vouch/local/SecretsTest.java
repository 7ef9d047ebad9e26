package dev.vouch.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.AwsError;
import dev.vouch.local.aws.Fault;
import dev.vouch.local.securitykey.SecurityKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every secret of an enrolment, a login and vends that pass and fail, searched for in all that the
 * server leaves behind: its log, its tables with the audit records, its files and its answers.
 */
@Tag("line")
final class SecretsTest {
  private static final String KMS = "Sign";
  private static final String STS = "AssumeRoleWithWebIdentity";
  private static final String ECR = "GetAuthorizationToken";

  private final Needles needles = new Needles();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private Path folder;
  private Line line;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    line = new Line(folder, step -> {}, log::add);
    listen(body -> body);
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
  }

  @Test
  void noneIsLeftBehind() throws IOException {
    Person person = enrolled();
    Person.Session session = loggedIn(person);
    vends(session);
    failures(session);
    misplaced(session);

    assertThat(needles.names())
        .containsExactlyInAnyOrder(
            "invitation",
            "code",
            "code verifier",
            "access token",
            "DPoP key",
            "web identity",
            "role's secret key",
            "role's session token",
            "registry token",
            "registry password");
    assertThat(log)
        .anyMatch(entry -> entry.contains("\"event\":\"request\""))
        .anyMatch(entry -> entry.contains("\"event\":\"fault\""));
    assertThat(log).allSatisfy(entry -> assertThat(needles.in(entry)).as(entry).isEmpty());
    rows().forEach(row -> assertThat(needles.in(row)).as(row).isEmpty());
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".jar")) // the functions' libraries, unpacked
          .forEach(this::assertFree);
    }
  }

  @Test
  void whatIsStoredInsteadIsTheHash() {
    Person.Session session = loggedIn(enrolled());
    String secret = vend(session, "once").text("secret");
    assertThat(rows()).anySatisfy(row -> assertThat(row).contains(ProofKey.hash(secret)));
  }

  @Test
  void theSearchFindsASecretInEachOfItsForms() {
    needles.add("canary", "a secret of the test / & more");
    needles.addBase64(
        "bytes", Base64.getEncoder().encodeToString("sixteen bytes and".getBytes(UTF_8)));
    assertThat(needles.in("x a secret of the test / & more x")).containsExactly("canary");
    assertThat(needles.in("a+secret+of+the+test+%2F+%26+more")).containsExactly("canary");
    assertThat(needles.in("YSBzZWNyZXQgb2YgdGhlIHRlc3QgLyAmIG1vcmU")).containsExactly("canary");
    assertThat(needles.in("7369787465656e20627974657320616e64")).containsExactly("bytes");
    assertThat(needles.in("nothing")).isEmpty();
  }

  private Person enrolled() {
    String invitation = line.invitation("user@example.com");
    needles.add("invitation", invitation);
    Person person = new Person(line.server(), line.web(), SecurityKey.open(line.key()));
    assertFree(person.enrol(invitation));
    // a second use, and one that is wrong in one letter
    for (String other : List.of(invitation, "x" + invitation)) {
      assertRefused(line.web().postJson("/enroll/options", Map.of("invitation", other)));
    }
    return person;
  }

  private Person.Session loggedIn(Person person) {
    Person.Login login = person.login();
    needles.add("DPoP key", login.proofs.secret());
    needles.add("code verifier", login.verifier);
    assertFree(login.authorize());
    assertFree(login.options());
    Reply completed = login.complete();
    needles.add("code", login.code);
    assertHoldsOnly(completed, "code");
    Reply token = login.token();
    needles.add("access token", token.text("access_token"));
    assertHoldsOnly(token, "access token");
    Person.Session session = login.session(token);
    assertThat(vend(session, "first").status()).isEqualTo(200);
    // the code again ends the session that it gave
    assertFree(login.token());
    assertFree(session.vend("revoked"));

    Person.Login second = person.login();
    needles.add("DPoP key", second.proofs.secret());
    Person.Session live = second.run();
    needles.add("code", second.code);
    needles.add("access token", live.token);
    return live;
  }

  private void vends(Person.Session session) {
    for (String key : List.of("one", "two", "two")) {
      assertThat(vend(session, key).status()).isEqualTo(200);
    }
  }

  private Reply vend(Person.Session session, String key) {
    Reply reply = session.vend(key);
    if (reply.status() == 200) {
      needles.add("registry password", reply.text("secret"));
      assertHoldsOnly(reply, "registry password");
    }
    return reply;
  }

  /** Upstreams that refuse, and that answer with something broken that holds a secret. */
  private void failures(Person.Session session) {
    for (String operation : List.of(KMS, STS, ECR)) {
      line.faults()
          .always(
              operation, new Fault.Refusal(new AwsError(403, "AccessDenied", "no " + operation)));
      assertRefused(session.vend("refused"));
      line.faults().clear();
      listen(body -> body);
      line.faults().always(operation, new Fault.Changed(200, body -> half(heard(body))));
      assertRefused(session.vend("half"));
      line.faults().clear();
      listen(body -> body);
    }
    listen(body -> body.replace("AWS", "Aws"));
    line.faults().next("TransactWriteItems", new Fault.None());
    line.faults()
        .always(
            "TransactWriteItems",
            new Fault.Refusal(new AwsError(500, "InternalServerError", "as scripted")));
    assertRefused(session.vend("unrecorded"));
    line.faults().clear();
    listen(body -> body);
  }

  private static String half(String body) {
    return body.substring(0, body.length() - 2);
  }

  /** Secrets where a client should not have put them. */
  private void misplaced(Person.Session session) {
    String token = session.token;
    assertRefused(
        line.web()
            .post(
                "/credentials/aws?access_token=" + token,
                "application/json",
                "{\"registry\":\"" + token + "\",\"access_token\":\"" + token + "\"}",
                Map.of("Authorization", "Bearer " + token, "DPoP", token)));
    assertRefused(line.web().get("/oauth/authorize?state=" + token + "&code=" + token));
    assertRefused(
        line.web()
            .post(
                "/oauth/token",
                "application/x-www-form-urlencoded",
                "grant_type=" + token + "&code=" + token,
                Map.of("Authorization", "DPoP " + token, "X-Forwarded-For", token)));
    assertRefused(line.web().get("/assets/" + token));
  }

  /** Keeps what AWS hands out; the answer goes on as {@code change} makes it. */
  private void listen(UnaryOperator<String> change) {
    for (String operation : List.of(KMS, STS, ECR)) {
      line.faults().always(operation, new Fault.Changed(200, body -> change.apply(heard(body))));
    }
  }

  private String heard(String body) {
    keep(body, "\"Signature\":\"([^\"]+)\"", found -> needles.addBase64("web identity", found));
    keep(body, "<SecretAccessKey>([^<]+)", found -> needles.add("role's secret key", found));
    keep(body, "<SessionToken>([^<]+)", found -> needles.add("role's session token", found));
    keep(
        body,
        "\"authorizationToken\":\"([^\"]+)\"",
        found -> needles.addBase64("registry token", found));
    return body;
  }

  private static void keep(String body, String pattern, java.util.function.Consumer<String> kept) {
    Matcher matcher = Pattern.compile(pattern).matcher(body);
    if (matcher.find()) {
      kept.accept(matcher.group(1));
    }
  }

  private void assertRefused(Reply reply) {
    assertThat(reply.status()).as("%s", reply).isGreaterThanOrEqualTo(400);
    assertFree(reply);
  }

  private void assertFree(Reply reply) {
    assertThat(needles.in(reply.toString())).as("%s", reply).isEmpty();
  }

  private void assertHoldsOnly(Reply reply, String name) {
    assertThat(needles.in(reply.toString())).as("%s", reply).containsExactly(name);
  }

  private void assertFree(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      assertThat(needles.in(text)).as("%s", file).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Every row of every table, with the bytes in it as text. */
  private List<String> rows() {
    var client = line.running().dynamoDb().client();
    return line.running().tables().values().stream()
        .flatMap(table -> client.scanPaginator(scan -> scan.tableName(table)).items().stream())
        .map(SecretsTest::text)
        .toList();
  }

  private static String text(Map<String, AttributeValue> row) {
    StringBuilder text = new StringBuilder(row.toString());
    row.values().stream()
        .filter(value -> value.b() != null)
        .forEach(value -> text.append('\n').append(value.b().asString(ISO_8859_1)));
    return text.toString();
  }
}

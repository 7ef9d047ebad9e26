package dev.vouch.local;

import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.Fault;
import dev.vouch.local.securitykey.SecurityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Every kind of request that a deployment answers, each with what has to go before it. */
final class Requests {
  private static final String TRANSACTION = "TransactWriteItems";
  private static final String JSON = "application/json";

  private final Line line;
  private final Person person;
  private final Person newcomer;
  private final Map<String, Preparation> all = new LinkedHashMap<>();
  private int users;
  private int policies;

  /** Makes everything that goes before a request; what it gives sends the request. */
  @FunctionalInterface
  interface Preparation {
    Supplier<Reply> prepare() throws Exception;
  }

  /** Those of a line that nobody is enrolled in yet. */
  Requests(Line line) throws Exception {
    this.line = line;
    this.person = line.people(1).getFirst();
    this.newcomer = new Person(line.server(), line.web(), SecurityKey.open(line.key()));
    discover();
    enroll();
    authenticate();
    vend();
    administer();
    reviewAudit();
    all.put("Pages: page", () -> () -> line.web().get("/login"));
  }

  /** By names that begin with the function's logical id. */
  Map<String, Preparation> all() {
    return all;
  }

  /** One of them. */
  Preparation get(String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private void discover() {
    all.put(
        "Discover: keys", () -> cold("Discover", () -> line.web().get("/.well-known/jwks.json")));
    all.put(
        "Discover: catalogue",
        () -> {
          Person.Session session = person.login().run();
          return cold("Discover", () -> session.get("/catalogue"));
        });
  }

  private void enroll() {
    all.put("Enroll: options", () -> newcomer.enrolment(invited())::options);
    all.put("Enroll: complete", () -> enrolment()::complete);
    all.put("Enroll: complete, unanswered", () -> unanswered(enrolment()::complete));
  }

  private Person.Enrolment enrolment() {
    Person.Enrolment enrolment = newcomer.enrolment(invited());
    enrolment.options();
    return enrolment;
  }

  private void authenticate() {
    all.put("Authenticate: authorize", () -> person.login()::authorize);
    all.put("Authenticate: options", () -> authorized()::options);
    all.put("Authenticate: complete", () -> touched()::complete);
    all.put("Authenticate: complete, unanswered", () -> unanswered(touched()::complete));
    all.put(
        "Authenticate: token",
        () -> {
          Person.Login login = touched();
          login.complete();
          return login::token;
        });
    all.put(
        "Authenticate: session",
        () -> {
          Person.Session session = person.login().run();
          return () -> session.get("/session");
        });
    all.put("Authenticate: revoke", () -> person.login().run()::revoke);
  }

  private Person.Login authorized() {
    Person.Login login = person.login();
    login.authorize();
    return login;
  }

  private Person.Login touched() {
    Person.Login login = authorized();
    login.options();
    return login;
  }

  private void vend() {
    all.put(
        "VendAws: vend",
        () -> {
          Person.Session session = person.login().run();
          return cold("VendAws", () -> session.vend("one"));
        });
    all.put(
        "VendAws: vend, unanswered",
        () -> {
          Person.Session session = person.login().run();
          return unanswered(() -> session.vend("one"));
        });
    String registry = "{\"registry\":\"" + Person.REGISTRY + "\"";
    String question = registry + ",\"repository\":\"team-a/app\",\"action\":\"pull\"}";
    all.put(
        "VendAws: explain",
        () -> {
          Person.Session session = person.login().run();
          return () -> session.post("/credentials/aws/explain", question);
        });
    all.put(
        "VendAws: preview",
        () -> {
          Person.Session session = person.login().run();
          return () -> session.post("/credentials/aws/preview", registry + "}");
        });
  }

  private void administer() {
    all.put("Administer: invite", () -> () -> invite("user-" + ++users + "@example.org"));
    all.put(
        "Administer: invite again",
        () -> {
          String user = "user-" + ++users + "@example.org";
          invite(user);
          return () -> invite(user);
        });
    all.put("Administer: users", () -> () -> admin("GET", "/admin/users"));
    all.put("Administer: disable", () -> member("/disable", "POST"));
    all.put("Administer: enable", () -> member("/enable", "POST"));
    all.put("Administer: keys", () -> member("/keys", "GET"));
    all.put("Administer: remove key", this::keyRemoval);
    all.put("Administer: sessions", () -> () -> admin("GET", "/admin/sessions"));
    all.put(
        "Administer: sessions of one",
        () -> () -> admin("GET", "/admin/sessions?user=user-0@example.com"));
    all.put(
        "Administer: revoke",
        () -> {
          String id = person.login().run().id;
          return () -> admin("POST", "/admin/sessions/" + id + "/revoke");
        });
    all.put("Administer: apply", () -> () -> apply(policy()));
    all.put("Administer: apply, unanswered", () -> unanswered(() -> apply(policy())));
    all.put("Administer: policy", () -> () -> admin("GET", "/admin/policy"));
  }

  private Supplier<Reply> member(String action, String method) {
    String user = "user-" + ++users + "@example.org";
    invite(user);
    return () -> admin(method, "/admin/users/" + user + action);
  }

  private Supplier<Reply> keyRemoval() {
    String user = "user-" + ++users + "@example.org";
    Person.Enrolment enrolment = newcomer.enrolment(secret(invite(user)));
    enrolment.options();
    Object key = enrolment.complete().object("key").get("id");
    return () -> admin("DELETE", "/admin/users/" + user + "/keys/" + key);
  }

  private Reply apply(String policy) {
    return line.web()
        .signed(line.deployment().admin(), "PUT", "/admin/policy", "application/yaml", policy);
  }

  /** The stack's policy with one more group each time: what is in force already is not written. */
  private String policy() {
    try {
      return Files.readString(Line.root().resolve("functions/local/policy.yaml"))
          .replace("[platform]", "[platform, group-" + ++policies + "]");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reviewAudit() {
    all.put("ReviewAudit: records", () -> () -> audit("/audit/records"));
    all.put("ReviewAudit: writers", () -> () -> audit("/audit/writers"));
    all.put(
        "ReviewAudit: record",
        () -> {
          List<?> records = (List<?>) audit("/audit/records").json().get("records");
          String id =
              String.valueOf(((Map<?, ?>) Objects.requireNonNull(records).getFirst()).get("id"));
          return () -> audit("/audit/records/" + id);
        });
  }

  private Reply audit(String path) {
    return line.web().signed(line.deployment().auditor(), "GET", path, JSON, "");
  }

  private Reply admin(String method, String path) {
    return line.web().signed(line.deployment().admin(), method, path, JSON, "");
  }

  private Reply invite(String user) {
    String body = "{\"email\":\"" + user + "\",\"groups\":[\"platform\"]}";
    return line.web().signed(line.deployment().admin(), "POST", "/admin/users", JSON, body);
  }

  private String invited() {
    return secret(invite("user-" + ++users + "@example.org"));
  }

  private static String secret(Reply invited) {
    String url = String.valueOf(invited.object("invitation").get("url"));
    return url.substring(url.indexOf('#') + 1);
  }

  /** By a new instance, which has nothing in its memory yet. */
  private Supplier<Reply> cold(String function, Supplier<Reply> request) throws Exception {
    line.functions().retire(function);
    return request;
  }

  /** DynamoDB does what it is asked in transactions, and its answers are lost. */
  private Supplier<Reply> unanswered(Supplier<Reply> request) {
    return () -> {
      line.faults().always(TRANSACTION, new Fault.Cut());
      try {
        return request.get();
      } finally {
        line.faults().clear();
      }
    };
  }
}

package dev.vouch.local;

import dev.vouch.local.Deployment.Running;
import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.Faults;
import dev.vouch.local.aws.RegistryTokens;
import dev.vouch.local.gateway.Functions;
import dev.vouch.local.securitykey.SecurityKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The whole server out of its zips, with a policy and a person whose key is enrolled. The client
 * and the registries are not part of it.
 */
final class Line implements Deployment.Keeper, AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Deployment deployment;
  private final Trouble trouble;
  private final Running running;
  private final Web web;

  /** Starts it. */
  Line(Path folder, Consumer<String> steps, Consumer<String> log) throws IOException {
    this(folder, new Trouble(new Faults(), steps, log, RegistryTokens.PER_SECOND));
  }

  Line(Path folder, Trouble trouble) throws IOException {
    this.trouble = trouble;
    Path root = root();
    WorkFolder work = keep(new WorkFolder(folder));
    deployment = new Deployment(root, work, trouble, this);
    running = deployment.start(0);
    web = new Web(running.issuer());
    RegistryAccount.addRole(deployment.account(), Deployment.ACCOUNT, running.issuer(), root);
    apply(Files.readString(root.resolve("functions/local/policy.yaml")));
  }

  String server() {
    return running.issuer();
  }

  Web web() {
    return web;
  }

  Faults faults() {
    return trouble.faults();
  }

  Functions functions() {
    return running.functions();
  }

  Running running() {
    return running;
  }

  Deployment deployment() {
    return deployment;
  }

  AuditTrail trail() {
    return new AuditTrail(running);
  }

  Reply apply(String policy) {
    return admin("PUT", "/admin/policy", "application/yaml", policy);
  }

  /** Somebody of the group platform whose key is enrolled. */
  Person enrolled(String email) {
    return enrolled(email, SecurityKey.open(key()));
  }

  private Person enrolled(String email, SecurityKey key) {
    Person person = new Person(server(), web, key);
    Reply reply = person.enrol(invitation(email));
    if (reply.status() >= 300) {
      throw new AssertionError("not enrolled: " + reply);
    }
    return person;
  }

  /** So many people, each with a key of the same maker; only before anybody else is enrolled. */
  List<Person> people(int number) throws IOException {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Path own = key().resolveSibling("security-key-" + i);
      Files.createDirectory(
          own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.copy(key().resolve("key.json"), own.resolve("key.json"));
      people.add(enrolled("user-" + i + "@example.com", SecurityKey.open(own)));
    }
    return people;
  }

  /** The secret of a new invitation. */
  String invitation(String email) {
    String body = "{\"email\":\"" + email + "\",\"groups\":[\"platform\"]}";
    Reply reply = admin("POST", "/admin/users", "application/json", body);
    String url = String.valueOf(reply.object("invitation").get("url"));
    return url.substring(url.indexOf('#') + 1);
  }

  /** The folder of the key whose maker this deployment trusts. */
  Path key() {
    return deployment.securityKey();
  }

  private Reply admin(String method, String path, String type, String body) {
    Reply reply = web.signed(deployment.admin(), method, path, type, body);
    if (reply.status() >= 300) {
      throw new AssertionError(path + ": " + reply);
    }
    return reply;
  }

  /** The checkout. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("template.yaml"))) {
      root = Objects.requireNonNull(root.getParent(), "no source tree here");
    }
    return root;
  }

  @Override
  public <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void goOn() {}

  @Override
  public void close() throws Exception {
    trouble.faults().clear();
    for (AutoCloseable part : started) {
      part.close();
    }
  }
}

package dev.vouch.local;

import dev.vouch.local.Deployment.Running;
import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.Faults;
import dev.vouch.local.gateway.Functions;
import dev.vouch.local.securitykey.SecurityKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The whole server out of its zips, with a policy and a person whose key is enrolled. The client
 * and the registries are not part of it.
 */
final class Line implements Deployment.Keeper, AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Deployment deployment;
  private final Faults faults = new Faults();
  private final Running running;
  private final Web web;

  /**
   * Starts it.
   *
   * @param tablesCanFail whether {@link #faults} reach the tables
   */
  Line(Path folder, boolean tablesCanFail, Consumer<String> steps, Consumer<String> log)
      throws IOException {
    Path root = root();
    WorkFolder work = keep(new WorkFolder(folder));
    deployment = new Deployment(root, work, new Trouble(faults, tablesCanFail, steps, log), this);
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
    return faults;
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
    Person person = new Person(server(), web, SecurityKey.open(key()));
    Reply reply = person.enrol(invitation(email));
    if (reply.status() >= 300) {
      throw new AssertionError("not enrolled: " + reply);
    }
    return person;
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
    faults.clear();
    for (AutoCloseable part : started) {
      part.close();
    }
  }
}

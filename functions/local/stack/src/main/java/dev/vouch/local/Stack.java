package dev.vouch.local;

import dev.vouch.local.registry.ConnectProxy;
import dev.vouch.local.registry.DataPlane;
import dev.vouch.local.registry.TestAuthority;
import dev.vouch.local.signature.AccessKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;

/** Everything that one run has started; closing it stops all of it, the last thing first. */
final class Stack implements Deployment.Keeper, AutoCloseable {
  private static final List<String> REGISTRIES = List.of(Deployment.ACCOUNT, "210987654321");

  private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
  private final ReentrantLock starting = new ReentrantLock();
  private volatile boolean stopping;
  private final Deployment deployment;
  private final Options options;
  private final WorkFolder work;
  private final Map<String, Object> ready = new LinkedHashMap<>();

  /** Nothing is started yet. */
  Stack(Options options) throws IOException {
    this.options = options;
    this.work = keep(new WorkFolder(options.work()));
    this.deployment = new Deployment(options.root(), work, Trouble.none(), this);
  }

  /** What clients need to know. */
  Map<String, Object> ready() {
    return ready;
  }

  WorkFolder work() {
    return work;
  }

  /**
   * Starts everything. When it throws, closing stops what was started. A stack that is closed while
   * it starts gives up after the part that it is at.
   */
  void start() throws IOException {
    starting.lock();
    try {
      startAll();
    } finally {
      starting.unlock();
    }
  }

  /** Whether it was told to stop. */
  boolean isStopping() {
    return stopping;
  }

  private void startAll() throws IOException {
    registries(deployment.start(options.port()).issuer());
  }

  private void registries(String issuer) throws IOException {
    List<String> hosts =
        REGISTRIES.stream().map(id -> DataPlane.host(deployment.account(), id)).toList();
    TestAuthority authority = TestAuthority.forHosts(hosts, deployment.account().clock().instant());
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    for (String id : REGISTRIES) {
      RegistryAccount.addRole(deployment.account(), id, issuer, options.root());
      addresses.put(DataPlane.host(deployment.account(), id), registry(id, authority).address());
    }
    URI proxy = keep(ConnectProxy.start(addresses)).address();
    Map<String, AccessKey> profiles = new LinkedHashMap<>();
    profiles.put("vouch-admin", deployment.admin());
    profiles.put("vouch-auditor", deployment.auditor());
    ready.put("server", issuer);
    ready.put("proxy", proxy.toString());
    ready.put("registries", hosts);
    ready.put(
        "environment",
        ClientFiles.write(work, Deployment.REGION, profiles, authority.rootPem(), issuer, proxy)
            .toString());
  }

  private RegistryAccount registry(String id, TestAuthority authority) throws IOException {
    return keep(
        RegistryAccount.start(
            deployment.account(),
            id,
            deployment.tokens(),
            authority,
            options.crane(),
            work.folder("registry-" + id)));
  }

  @Override
  public <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    goOn();
    return part;
  }

  @Override
  public void goOn() {
    if (stopping) {
      throw new IllegalStateException("told to stop while starting");
    }
  }

  /** Stops everything even when something does not stop as it should, and then says what. */
  @Override
  public void close() {
    stopping = true;
    starting.lock();
    for (AutoCloseable part : started) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("did not stop: " + part.getClass().getSimpleName() + ": " + e);
      }
    }
  }
}

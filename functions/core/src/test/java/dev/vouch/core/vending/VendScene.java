package dev.vouch.core.vending;

import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Denial;
import dev.vouch.core.policy.Grant;
import dev.vouch.core.policy.Lifetime;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.Registry;
import dev.vouch.core.policy.Subjects;
import dev.vouch.core.registry.EcrHost;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.session.ChangedSession;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.session.TestDpopKey;
import dev.vouch.core.session.TestLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * A logged-in user of the group {@code platform}, a policy that grants that group pulls of {@code
 * team-a/**} for an hour, and requests of that user. A test changes one thing.
 */
public final class VendScene {
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  public static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  public static final String ROLE = "arn:aws:iam::123456789012:role/vouch-registry";

  private final TestDpopKey dpop = TestDpopKey.generate();
  private final TestLogin login = new TestLogin("user@example.com");
  private final AccessToken token = login.token();
  private final Instant now;
  private final Session session;

  /** A scene at {@link #NOW}. */
  public VendScene() {
    this(NOW);
  }

  /**
   * A scene whose user logged in a minute before.
   *
   * @param now in whole seconds
   */
  public VendScene(Instant now) {
    this.now = now;
    session = login.session(token, login.touch(dpop.thumbprint(), now.minusSeconds(60)));
  }

  /** The user's enrolled key, and rows to put in place of the right ones. */
  public TestLogin login() {
    return login;
  }

  public Session session() {
    return session;
  }

  public AccessToken token() {
    return token;
  }

  public TestDpopKey dpop() {
    return dpop;
  }

  /** The right rows, put into a fake. */
  public void fill(FakeVendingTables tables) {
    tables.put(session);
    tables.put(login.key());
    tables.put(login.user());
    tables.apply(policy(pulls()));
  }

  /** A new request to the route, with a proof of its own. */
  public SessionRequest request(String path, Instant now) {
    return request(dpop, path, now);
  }

  /** The same with another proof key. */
  public SessionRequest request(TestDpopKey other, String path, Instant now) {
    String url = TestLogin.BASE.resolve(path);
    String proof = other.proof("POST", url, now).accessToken(token.token().reveal()).sign();
    return switch (SessionRequest.read(
        List.of("DPoP " + token.token().reveal()), List.of(proof), "POST", url, now)) {
      case SessionRequest.Read.Presented presented -> presented.request();
      case SessionRequest.Read.Refused refused ->
          throw new IllegalStateException(refused.refusal().code());
    };
  }

  public static Registry registry() {
    return new Registry(EcrHost.parse(HOST).orElseThrow(), ROLE, Registry.Anonymous.DENY);
  }

  public static Policy policy(Grant... grants) {
    return new Policy(List.of(registry()), List.of(grants), List.of());
  }

  public static Policy policy(Denial denial, Grant... grants) {
    return new Policy(List.of(registry()), List.of(grants), List.of(denial));
  }

  public static Grant pulls() {
    return grant("platform-pulls", "team-a/**", Duration.ofHours(1), EnumSet.of(Action.PULL));
  }

  public static Grant grant(
      String name, String repositories, Duration lifetime, EnumSet<Action> actions) {
    return new Grant(
        name,
        Optional.of("platform-team@example.com"),
        new Subjects.Members(List.of("platform"), List.of()),
        HOST,
        List.of(RepositoryPattern.parse(repositories).orElseThrow()),
        actions,
        new Lifetime(lifetime));
  }

  public static Denial denial(String repositories) {
    return new Denial(
        "no-secrets",
        Optional.of("security@example.com"),
        new Subjects.Everyone(),
        Optional.empty(),
        List.of(RepositoryPattern.parse(repositories).orElseThrow()),
        EnumSet.allOf(Action.class));
  }

  /** The user, in other groups. */
  public User userIn(String... groups) {
    User user = login.user();
    return new User(user.id(), List.of(groups), user.status(), user.handle(), user.createdAt());
  }

  /** The session, revoked now. */
  public Session revoked() {
    return new ChangedSession(session).revoked(now);
  }
}

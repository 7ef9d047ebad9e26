package dev.vouch.local.aws;

import dev.vouch.local.aws.Identity.RoleSession;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.signature.Caller;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The roles that the functions run as. The SDK has one set of credentials in a process, and all
 * functions are in this one: so each asks AWS at an address of its own, which stands for its role.
 */
public final class FunctionRoles {
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
      "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}
      """;

  private final Account account;
  private final Permissions permissions;
  private final Map<String, Identity> sessions = new ConcurrentHashMap<>();
  private volatile Consumer<Need> listener = need -> {};

  /**
   * One right that a function needed.
   *
   * @param keys the partition keys of a table that it asked for; none where it names none
   */
  public record Need(String function, String action, String resource, List<String> keys) {}

  /** No roles yet. */
  public FunctionRoles(Account account) {
    this.account = account;
    this.permissions = new Permissions(account.clock());
  }

  /**
   * Gives a function its role, or another policy to it, from the next request on.
   *
   * @param function its logical id
   * @param policy what the role may do
   */
  public void put(String function, PolicyDocument policy) {
    String name = name(function);
    Role role =
        new Role(
            arn(account.id(), function),
            account.keys().uniqueId("AROA"),
            PolicyDocument.parseTrust(TRUST),
            policy,
            Duration.ofHours(1));
    String session = "arn:aws:sts::" + account.id() + ":assumed-role/" + name + "/" + function;
    Caller caller = new Caller(session, account.id(), role.uniqueId() + ":" + function);
    sessions.put(
        function, new RoleSession(caller, role, function, null, Map.of(), null, Instant.MAX));
  }

  /** The ARN of a function's role in an account. */
  public static String arn(String account, String function) {
    return "arn:aws:iam::" + account + ":role/" + name(function);
  }

  private static String name(String function) {
    return "vouch-" + function;
  }

  /** Gives functions their roles, by their logical ids, from policies in JSON. */
  public void put(Map<String, String> policies) {
    policies.forEach((function, policy) -> put(function, PolicyDocument.parse(policy)));
  }

  /** Tells of each right that is needed, whether it is there or not. */
  public void listen(Consumer<Need> needs) {
    listener = needs;
  }

  /** Where a function finds the service of this address. */
  public static URI address(URI service, String function) {
    return URI.create(service + "/" + function);
  }

  /** The function whose address this request came to. */
  static Optional<String> function(URI request) {
    String[] segments = request.getPath().split("/", -1);
    return segments.length > 1 && !segments[1].isEmpty()
        ? Optional.of(segments[1])
        : Optional.empty();
  }

  /** Who a function is to AWS. */
  Identity identity(String function) {
    Identity identity = sessions.get(function);
    if (identity == null) {
      throw new IllegalArgumentException("no function has this address: " + function);
    }
    return identity;
  }

  /**
   * Why a function may not do this, in AWS's words, or nothing when it may.
   *
   * @param keys the partition keys that it names ({@code dynamodb:LeadingKeys})
   */
  Optional<String> refusal(
      String function, String action, String resource, List<String> keys, String sourceIp) {
    listener.accept(new Need(function, action, resource, keys));
    return permissions.refusal(
        identity(function),
        action,
        resource,
        sourceIp,
        keys.isEmpty() ? Map.of() : Map.of("dynamodb:LeadingKeys", keys));
  }

  /** The same for a KMS key, which has a policy of its own. */
  Optional<String> keyRefusal(
      String function, String action, String key, PolicyDocument policy, String sourceIp) {
    listener.accept(new Need(function, action, key, List.of()));
    return permissions.keyRefusal(identity(function), action, key, policy, sourceIp);
  }
}

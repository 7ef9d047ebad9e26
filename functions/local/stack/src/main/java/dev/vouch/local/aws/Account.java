package dev.vouch.local.aws;

import dev.vouch.local.aws.Identity.RoleSession;
import dev.vouch.local.aws.Identity.User;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.signature.AccessKeys;
import dev.vouch.local.signature.Caller;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The AWS account of the deployment, in one region: who exists in it, and who may become whom.
 * Roles may lie in other accounts, where a registry is; each account is taken to know the same
 * identity providers.
 */
public final class Account {
  private final String id;
  private final String region;
  private final InstantSource clock;
  private final AccessKeys keys = new AccessKeys();
  private final Map<String, Identity> identities = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, IdentityProvider> providers = new ConcurrentHashMap<>();

  /** An account with nothing in it. */
  public Account(String id, String region, InstantSource clock) {
    this.id = id;
    this.region = region;
    this.clock = clock;
  }

  /** Twelve digits. */
  public String id() {
    return id;
  }

  /** The one region of this account. */
  public String region() {
    return region;
  }

  /** The time here. */
  public InstantSource clock() {
    return clock;
  }

  /** All access keys, temporary ones included. */
  public AccessKeys keys() {
    return keys;
  }

  /** Adds a user with this policy and gives it an access key. */
  public AccessKey addUser(String name, String policy) {
    return addUser(id, name, policy);
  }

  /** Adds a user of another account, whose valid signatures arrive here too. */
  public AccessKey addUser(String accountId, String name, String policy) {
    String arn = "arn:aws:iam::" + accountId + ":user/" + name;
    Caller caller = new Caller(arn, accountId, keys.uniqueId("AIDA"));
    AccessKey key = keys.issue(caller);
    identities.put(key.id(), new User(caller, PolicyDocument.parse(policy)));
    return key;
  }

  /** Adds a role. */
  public void add(Role role) {
    roles.put(role.arn(), role);
  }

  /** Registers an OpenID Connect provider. */
  public void add(IdentityProvider provider) {
    providers.put(provider.issuer(), provider);
  }

  AccessKey start(RoleSession session) {
    AccessKey key = keys.issueTemporary(session.caller(), session.expires());
    identities.put(key.id(), session);
    return key;
  }

  /** Who this key acts for. */
  public Identity identity(AccessKey key) {
    Identity identity = identities.get(key.id());
    if (identity == null) {
      throw new IllegalStateException("a key without an identity: " + key);
    }
    return identity;
  }

  Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  Optional<IdentityProvider> provider(String issuer) {
    return Optional.ofNullable(providers.get(issuer));
  }
}

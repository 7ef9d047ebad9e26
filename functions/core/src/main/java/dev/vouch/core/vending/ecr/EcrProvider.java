package dev.vouch.core.vending.ecr;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Registry;
import dev.vouch.core.registry.EcrHost;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Provider;
import dev.vouch.core.vending.SessionPolicy;
import dev.vouch.core.vending.SessionPolicyResult;
import dev.vouch.core.vending.Upstream;
import dev.vouch.core.vending.ecr.RegistryTokens.RegistryToken;
import dev.vouch.core.vending.ecr.RoleSessions.RoleRequest;
import dev.vouch.core.vending.ecr.RoleSessions.RoleSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Mints credentials of private ECR registries.
 *
 * <p>The web identity and the role's session stay in here; only the registry's token comes out, and
 * only if it is for the registry that was asked for.
 */
public final class EcrProvider implements Provider {
  /** 900 s: STS API reference, AssumeRoleWithWebIdentity, DurationSeconds. */
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

  private static final String USERNAME = "AWS";

  private final PublicBaseUrl base;
  private final IssuerKey key;
  private final RoleSessions sessions;
  private final RegistryTokens tokens;

  public EcrProvider(
      PublicBaseUrl base, IssuerKey key, RoleSessions sessions, RegistryTokens tokens) {
    this.base = base;
    this.key = key;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  @Override
  public Optional<MintRefusal> foresee(Entitlement entitlement, Instant expiresAt) {
    return switch (SessionPolicy.compile(entitlement, expiresAt)) {
      case SessionPolicyResult.Compiled fits -> Optional.empty();
      case SessionPolicyResult.TooLarge tooLarge ->
          Optional.of(new MintRefusal.PolicyTooLarge(tooLarge));
    };
  }

  @Override
  public Answer<Minted> mint(Order order) {
    return switch (SessionPolicy.compile(order.entitlement(), order.expiresAt())) {
      case SessionPolicyResult.TooLarge tooLarge ->
          new Answer.Withheld<>(new MintRefusal.PolicyTooLarge(tooLarge));
      case SessionPolicyResult.Compiled(String policy) ->
          webIdentity(order)
              .then(identity -> assume(request(order, identity, policy)))
              .then(session -> token(order, session));
    };
  }

  private Answer<Secret> webIdentity(Order order) {
    return key.signer()
        .then(signer -> {
          WebIdentity identity = WebIdentity.of(base, signer.kid(), order);
          return signer
              .sign(identity.digest())
              .then(signature -> new Answer.Given<>(identity.signed(signature)));
        });
  }

  private Answer<RoleSession> assume(RoleRequest request) {
    return sessions
        .assume(request)
        .then(session ->
            request.isAnsweredBy(session.assumedRole())
                ? new Answer.Given<>(session)
                : new Answer.Withheld<>(
                    new MintRefusal.OtherRole(request.role(), session.assumedRole())));
  }

  private static RoleRequest request(Order order, Secret identity, String policy) {
    // the session may outlive the authority: the policy's Deny ends what it can do
    Duration authority = Duration.between(order.now(), order.expiresAt());
    Duration duration =
        authority.compareTo(SHORTEST_SESSION) < 0 ? SHORTEST_SESSION : authority.plusMillis(999);
    return new RoleRequest(
        order.entitlement().registry().role(), identity, order.record(), policy, duration);
  }

  private Answer<Minted> token(Order order, RoleSession session) {
    Registry registry = order.entitlement().registry();
    return tokens
        .fetch(registry.host().region(), session)
        .then(token -> {
          Optional<MintRefusal> other = otherRegistry(registry.host(), token.endpoint());
          return other.isPresent()
              ? new Answer.Withheld<>(other.get())
              : minted(registry, session, token);
        });
  }

  /** ECR names a registry by one of several hosts; account and Region tell which it is. */
  private static Optional<MintRefusal> otherRegistry(EcrHost asked, String endpoint) {
    String host = endpoint.startsWith("https://") ? endpoint.substring(8) : endpoint;
    boolean same =
        EcrHost.parse(host)
            .filter(answered ->
                answered.account().equals(asked.account())
                    && answered.region().equals(asked.region()))
            .isPresent();
    return same ? Optional.empty() : Optional.of(new MintRefusal.OtherRegistry(asked.text(), host));
  }

  private static Answer<Minted> minted(
      Registry registry, RoleSession session, RegistryToken token) {
    return password(token.token())
        .<Answer<Minted>>map(password ->
            new Answer.Given<>(
                new Minted(
                    USERNAME,
                    password,
                    earlier(session.expiresAt(), token.expiresAt()),
                    trace(registry, session, token))))
        .orElseGet(() ->
            new Answer.Withheld<>(
                new MintRefusal.AnswerNotUnderstood(
                    Upstream.ECR, "the token is not base64 of AWS:password")));
  }

  private static Optional<Secret> password(Secret token) {
    try {
      String decoded =
          new String(Base64.getDecoder().decode(token.reveal()), StandardCharsets.UTF_8);
      String prefix = USERNAME + ":";
      return decoded.startsWith(prefix) && decoded.length() > prefix.length()
          ? Optional.of(Secret.of(decoded.substring(prefix.length())))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Map<String, String> trace(
      Registry registry, RoleSession session, RegistryToken token) {
    Map<String, String> trace = new LinkedHashMap<>();
    trace.put("sts_request_id", session.requestId());
    trace.put("ecr_request_id", token.requestId());
    trace.put("role", registry.role());
    trace.put("assumed_role", session.assumedRole());
    return trace;
  }
}

package dev.vouch.local.aws;

import dev.vouch.local.aws.WebIdentity.Verified;
import dev.vouch.local.iam.Evaluation;
import dev.vouch.local.iam.Principal;
import dev.vouch.local.iam.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a role's trust policy about a verified web identity. */
final class TrustPolicy {
  private TrustPolicy() {}

  /**
   * Whether the role may be assumed. Tags need {@code sts:TagSession} and a source identity needs
   * {@code sts:SetSourceIdentity}; without them the whole call fails.
   */
  static boolean admits(Role role, Verified identity, String sessionName) {
    Evaluation trust = Evaluation.ofTrust(role.trustPolicy());
    Map<String, List<String>> keys = keys(role, identity, sessionName);
    Optional<Principal> principal =
        Optional.of(Principal.federated(identity.provider().arn(role.accountId())));
    return needed(identity).stream()
        .allMatch(action ->
            trust.decide(new RequestContext(action, role.arn(), principal, keys)).allowed());
  }

  private static List<String> needed(Verified identity) {
    return List.of(
            "sts:AssumeRoleWithWebIdentity",
            identity.tags().isEmpty() ? "" : "sts:TagSession",
            identity.sourceIdentity() == null ? "" : "sts:SetSourceIdentity")
        .stream()
        .filter(action -> !action.isEmpty())
        .toList();
  }

  private static Map<String, List<String>> keys(Role role, Verified identity, String sessionName) {
    String issuer = identity.provider().name();
    Map<String, List<String>> keys = new HashMap<>();
    keys.put(issuer + ":aud", List.of(identity.audience()));
    keys.put(issuer + ":sub", List.of(identity.subject()));
    keys.put("aws:FederatedProvider", List.of(identity.provider().arn(role.accountId())));
    keys.put("sts:RoleSessionName", List.of(sessionName));
    if (identity.sourceIdentity() != null) {
      keys.put("sts:SourceIdentity", List.of(identity.sourceIdentity()));
    }
    identity.tags().forEach((name, value) -> keys.put("aws:RequestTag/" + name, List.of(value)));
    if (!identity.tags().isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(identity.tags().keySet()));
    }
    return keys;
  }
}

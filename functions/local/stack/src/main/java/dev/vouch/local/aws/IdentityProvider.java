package dev.vouch.local.aws;

import java.util.Set;

/**
 * An OpenID Connect provider registered in the account.
 *
 * @param issuer its URL; AWS takes https without a port only, this emulation takes http on loopback
 * @param audiences the {@code aud} values that are accepted
 */
public record IdentityProvider(String issuer, Set<String> audiences) {
  /** Keeps its own copy of the audiences. */
  public IdentityProvider {
    audiences = Set.copyOf(audiences);
  }

  /** The issuer without its scheme: how conditions and the provider's ARN name it. */
  String name() {
    return issuer.replaceFirst("^https?://", "");
  }

  String arn(String accountId) {
    return "arn:aws:iam::" + accountId + ":oidc-provider/" + name();
  }
}

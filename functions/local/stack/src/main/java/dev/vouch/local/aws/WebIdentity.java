package dev.vouch.local.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the check of a web-identity token found. */
sealed interface WebIdentity {
  /**
   * Signed by the issuer, current, and for an audience that the provider lists. The role's trust
   * policy has not been asked.
   */
  record Verified(
      IdentityProvider provider,
      String subject,
      String audience,
      Map<String, String> tags,
      @Nullable String sourceIdentity)
      implements WebIdentity {
    public Verified {
      tags = Map.copyOf(tags);
    }
  }

  /** Not accepted. */
  record Rejected(AwsError error) implements WebIdentity {}
}

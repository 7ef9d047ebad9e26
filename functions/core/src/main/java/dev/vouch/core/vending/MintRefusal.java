package dev.vouch.core.vending;

import dev.vouch.core.session.Refusal;
import java.time.Duration;

/**
 * Why a provider minted nothing. Each cause has its own type and a stable code; the code is what
 * the audit record and the client see.
 */
public sealed interface MintRefusal extends Refusal {
  /** The upstream asks us to slow down; {@code retryAfter} is whole seconds, at least one. */
  record Throttled(Upstream upstream, Duration retryAfter) implements MintRefusal {
    @Override
    public String code() {
      return "upstream_throttled";
    }

    @Override
    public String detail() {
      return upstream.title() + " is limiting requests.";
    }

    @Override
    public String help() {
      return "Try again in " + retryAfter.toSeconds() + " s.";
    }
  }

  /** The upstream could not be reached, or failed on its side. */
  record Unavailable(Upstream upstream) implements MintRefusal {
    @Override
    public String code() {
      return "upstream_unavailable";
    }

    @Override
    public String detail() {
      return upstream.title() + " could not be reached or failed.";
    }

    @Override
    public String help() {
      return "Try again. If it lasts, look at the AWS Health Dashboard.";
    }
  }

  /** The upstream did not answer within its share of the request's time. */
  record TimedOut(Upstream upstream) implements MintRefusal {
    @Override
    public String code() {
      return "upstream_timeout";
    }

    @Override
    public String detail() {
      return upstream.title() + " did not answer in time.";
    }

    @Override
    public String help() {
      return "Try again. If it lasts, look at the AWS Health Dashboard.";
    }
  }

  /** The upstream answered with something that its documentation does not describe. */
  record AnswerNotUnderstood(Upstream upstream, String problem) implements MintRefusal {
    @Override
    public String code() {
      return "upstream_answer_not_understood";
    }

    @Override
    public String detail() {
      return upstream.title() + " answered unexpectedly: " + problem + ".";
    }

    @Override
    public String help() {
      return "Report this to the administrator, with the record's id.";
    }
  }

  /** The issuer key is disabled, scheduled for deletion or absent. */
  record IssuerKeyNotUsable() implements MintRefusal {
    @Override
    public String code() {
      return "issuer_key_not_usable";
    }

    @Override
    public String detail() {
      return "The server's issuer key is disabled, or is not there.";
    }

    @Override
    public String help() {
      return "Ask the administrator to check the state of the issuer key.";
    }
  }

  /** STS answered AccessDenied: the role's trust policy does not let this web identity in. */
  record RoleNotAssumable(String role) implements MintRefusal {
    @Override
    public String code() {
      return "role_not_assumable";
    }

    @Override
    public String detail() {
      return "AWS STS does not let this server assume " + role + ".";
    }

    @Override
    public String help() {
      return "Ask the administrator to check the role's trust policy: issuer, audience, subject,"
          + " sts:TagSession and sts:SetSourceIdentity.";
    }
  }

  /** STS could not read or verify the web-identity token, or holds it for expired. */
  record IdentityTokenRejected() implements MintRefusal {
    @Override
    public String code() {
      return "identity_token_rejected";
    }

    @Override
    public String detail() {
      return "AWS STS did not accept the server's web-identity token.";
    }

    @Override
    public String help() {
      return "Ask the administrator to check that AWS reaches the server's"
          + " /.well-known/openid-configuration and jwks.json, and the OIDC provider's audience.";
    }
  }

  /** STS could not reach the server's own discovery document or keys in time. */
  record IssuerNotReached() implements MintRefusal {
    @Override
    public String code() {
      return "issuer_not_reached";
    }

    @Override
    public String detail() {
      return "AWS STS could not reach this server to read its keys.";
    }

    @Override
    public String help() {
      return "Try again. If it lasts, ask the administrator to check that AWS reaches the server's"
          + " /.well-known/openid-configuration and jwks.json.";
    }
  }

  /** The role's own maximum session duration is shorter than the authority asked for. */
  record DurationExceedsRole(String role, Duration asked) implements MintRefusal {
    @Override
    public String code() {
      return "duration_exceeds_role";
    }

    @Override
    public String detail() {
      return "A lifetime of " + asked.toMinutes() + " min is longer than " + role + " allows.";
    }

    @Override
    public String help() {
      return "Shorten the grant's lifetime, or raise the role's maximum session duration.";
    }
  }

  /** The session policy has more characters than STS takes. */
  record PolicyTooLarge(SessionPolicyResult.TooLarge result) implements MintRefusal {
    @Override
    public String code() {
      return SessionPolicyResult.TooLarge.CODE;
    }

    @Override
    public String detail() {
      return result.detail();
    }

    @Override
    public String help() {
      return result.help();
    }
  }

  /** The session policy and the tags, as AWS packs them, exceed a limit of its own. */
  record PackedPolicyTooLarge() implements MintRefusal {
    @Override
    public String code() {
      return "packed_policy_too_large";
    }

    @Override
    public String detail() {
      return "What is granted to you in this registry, with the session tags, exceeds the size"
          + " that AWS allows once packed.";
    }

    @Override
    public String help() {
      return "Ask the administrator to grant a prefix (team/**) instead of many names.";
    }
  }

  /** STS is switched off in the region that the server calls. */
  record RegionDisabled() implements MintRefusal {
    @Override
    public String code() {
      return "sts_region_disabled";
    }

    @Override
    public String detail() {
      return "AWS STS is not active for the account of the role in the server's region.";
    }

    @Override
    public String help() {
      return "Ask the administrator to activate STS for this region in the account's settings.";
    }
  }

  /** ECR answered that the role may not fetch an authorization token. */
  record RegistryAccessDenied(String role) implements MintRefusal {
    @Override
    public String code() {
      return "registry_access_denied";
    }

    @Override
    public String detail() {
      return role + " may not fetch a token from Amazon ECR.";
    }

    @Override
    public String help() {
      return "Ask the administrator to allow ecr:GetAuthorizationToken to the role.";
    }
  }

  /** The token is for another registry than the one asked for. It is never handed out. */
  record OtherRegistry(String asked, String answered) implements MintRefusal {
    @Override
    public String code() {
      return "other_registry";
    }

    @Override
    public String detail() {
      return "The role's registry is " + answered + ", not " + asked + ".";
    }

    @Override
    public String help() {
      return "Ask the administrator to correct the role of this registry in the policy.";
    }
  }

  /** The session is of another role, or of another request. It is never used. */
  record OtherRole(String asked, String answered) implements MintRefusal {
    @Override
    public String code() {
      return "other_role";
    }

    @Override
    public String detail() {
      return "AWS STS answered with a session of " + answered + ", not of " + asked + ".";
    }

    @Override
    public String help() {
      return "Report this to the administrator, with the record's id.";
    }
  }

  /** Minting took so long that the credential's authority has ended. */
  record TooLate() implements MintRefusal {
    @Override
    public String code() {
      return "minted_too_late";
    }

    @Override
    public String detail() {
      return "The credential's authority ended before AWS had answered.";
    }

    @Override
    public String help() {
      return "Try again. If it lasts, ask the administrator for a longer lifetime of the grant.";
    }
  }
}

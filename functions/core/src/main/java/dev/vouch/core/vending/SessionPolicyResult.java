package dev.vouch.core.vending;

import dev.vouch.core.policy.Entitlement;
import java.util.Comparator;

/** What became of an entitlement. */
public sealed interface SessionPolicyResult {
  /** The policy's JSON text, at most {@link SessionPolicy#MAX_CHARACTERS} long. */
  record Compiled(String json) implements SessionPolicyResult {}

  /** The code is {@code policy_too_large}: a wider policy that fits is never the answer. */
  record TooLarge(int characters, Entitlement entitlement) implements SessionPolicyResult {
    public static final String CODE = "policy_too_large";

    public String detail() {
      return "What you may do in %s takes %,d characters as a session policy; AWS takes %,d."
          .formatted(
              entitlement.registry().host().text(), characters, SessionPolicy.MAX_CHARACTERS);
    }

    /** Names the rule that takes the most room. */
    public String help() {
      return ("Select what you need with \"vouch scope set %s REPOSITORY...\", or ask an administrator to"
              + " name fewer repositories: one path ending in /** instead of many names, or fewer groups"
              + " for you. The longest list is in %s.")
          .formatted(entitlement.registry().host().text(), longest());
    }

    private String longest() {
      return entitlement.grants().stream()
          .max(Comparator.comparingInt(grant -> grant.repositories().size()))
          .map(grant -> "grant \"" + grant.name() + "\"")
          .orElseThrow();
    }
  }
}

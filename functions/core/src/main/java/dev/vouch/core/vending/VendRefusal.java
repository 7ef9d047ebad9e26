package dev.vouch.core.vending;

import dev.vouch.core.session.Refusal;

/** Why a live session gets no credential. */
public sealed interface VendRefusal extends Refusal {
  /** No administrator has applied a policy yet. */
  record NoPolicy() implements VendRefusal {
    @Override
    public String code() {
      return "no_policy";
    }

    @Override
    public String detail() {
      return "No policy has been applied to this Vouch server.";
    }

    @Override
    public String help() {
      return "Ask an administrator to run \"vouch admin policy apply\".";
    }
  }

  /** The policy does not have the registry. */
  record RegistryNotServed(String registry) implements VendRefusal {
    @Override
    public String code() {
      return "registry_not_served";
    }

    @Override
    public String detail() {
      return "This Vouch server does not serve the registry " + registry + ".";
    }

    @Override
    public String help() {
      return "Ask an administrator to add it to the policy.";
    }
  }

  /** Nothing in the registry is granted, or denials leave nothing of what is. */
  record NothingGranted(String registry) implements VendRefusal {
    @Override
    public String code() {
      return "nothing_granted";
    }

    @Override
    public String detail() {
      return "The policy allows you nothing in " + registry + ".";
    }

    @Override
    public String help() {
      return "Run \"vouch why " + registry + "/REPOSITORY\" to see which rule decides.";
    }
  }

  /** Something in the registry is granted, but nothing of it was selected. */
  record ScopeEmpty(String registry) implements VendRefusal {
    @Override
    public String code() {
      return "scope_empty";
    }

    @Override
    public String detail() {
      return "The scope selected for %s holds nothing that the policy allows you."
          .formatted(registry);
    }

    @Override
    public String help() {
      return "Run \"vouch scope clear " + registry + "\".";
    }
  }
}

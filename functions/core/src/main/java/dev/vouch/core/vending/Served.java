package dev.vouch.core.vending;

import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.Registry;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.policy.Subject;
import dev.vouch.core.secret.Sha256;
import java.util.Optional;
import java.util.Set;

/** The registry that a request is about, under the policy that was active when it was read. */
sealed interface Served {
  record Yes(Sha256 hash, PolicyIndex policy, Registry registry) implements Served {
    /** All that is allowed now, or what the selection leaves of it. */
    Entitlement entitlement(User user, Optional<Selection> selection) {
      Subject subject = subject(user);
      return selection
          .map(narrower -> policy.entitlement(subject, registry, narrower))
          .orElseGet(() -> policy.entitlement(subject, registry));
    }

    /** For somebody whose entitlement is empty. */
    VendRefusal whyNothing(User user) {
      String host = registry.host().text();
      return entitlement(user, Optional.empty()).isEmpty()
          ? new VendRefusal.NothingGranted(host)
          : new VendRefusal.ScopeEmpty(host);
    }
  }

  record No(VendRefusal why) implements Served {}

  static Served find(VendingReads reads, Optional<Sha256> active, String host) {
    if (active.isEmpty()) {
      return new No(new VendRefusal.NoPolicy());
    }
    PolicyIndex policy = reads.policy(active.get());
    return policy
        .registry(host)
        .<Served>map(registry -> new Yes(active.get(), policy, registry))
        .orElseGet(() -> new No(new VendRefusal.RegistryNotServed(host)));
  }

  static Subject subject(User user) {
    return new Subject(user.id(), Set.copyOf(user.groups()));
  }
}

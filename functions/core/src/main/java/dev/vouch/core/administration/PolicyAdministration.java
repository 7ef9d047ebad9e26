package dev.vouch.core.administration;

import dev.vouch.core.administration.PolicyHistory.Applied;
import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.Optional;

/** Applies policies that have been read and compiled, and shows the active one. */
public final class PolicyAdministration {
  private static final int ATTEMPTS = 4;

  private final PolicyHistory history;

  public PolicyAdministration(PolicyHistory history) {
    this.history = history;
  }

  /**
   * What applying did.
   *
   * @param changed false where this very policy was active already, in which case nothing is
   *     written
   */
  public record Result(Sha256 hash, Instant appliedAt, boolean changed) {}

  public Optional<Applied> active() {
    return history.active();
  }

  /** Makes {@code document} the active policy from the next request on. */
  public Result apply(String actor, Document document, Instant now) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Applied> active = history.active();
      if (active.isPresent() && active.get().document().equals(document)) {
        return new Result(document.hash(), active.get().at(), false);
      }
      Optional<Sha256> previous = active.map(a -> a.document().hash());
      AuditEntry entry =
          AuditEntry.of("policy.applied")
              .with("actor", actor)
              .with("hash", document.hash().base64Url())
              .with("previous", previous.map(Sha256::base64Url).orElse(null));
      if (history.activate(document, previous, actor, entry, now)) {
        return new Result(document.hash(), now, true);
      }
    }
    throw new Unavailable("configuration table under contention");
  }
}

package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A history in memory. */
public final class FakePolicyHistory implements PolicyHistory {
  private final List<AuditEntry> audited = new ArrayList<>();
  private Optional<Applied> active = Optional.empty();

  public List<AuditEntry> audited() {
    return audited;
  }

  @Override
  public Optional<Applied> active() {
    return active;
  }

  @Override
  public boolean activate(
      Document document, Optional<Sha256> previous, String actor, AuditEntry entry, Instant now) {
    if (!active.map(a -> a.document().hash()).equals(previous)) {
      return false;
    }
    active = Optional.of(new Applied(document, now, actor));
    audited.add(entry);
    return true;
  }
}

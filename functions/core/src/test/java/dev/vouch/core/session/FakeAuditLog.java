package dev.vouch.core.session;

import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.audit.SealedBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An audit log in memory that never fails. */
public final class FakeAuditLog {
  private final AuditChain chain = new AuditChain("authenticate", new DistinctRandom());
  private final List<AuditEntry> entries = new ArrayList<>();

  /** Appends one entry. */
  public synchronized Receipt append(AuditEntry entry, Instant now) {
    SealedBatch batch = chain.seal(List.of(entry), now);
    chain.committed(batch);
    entries.add(entry);
    return batch.receipts().getFirst();
  }

  /** What was appended, oldest first. */
  public synchronized List<AuditEntry> entries() {
    return List.copyOf(entries);
  }
}

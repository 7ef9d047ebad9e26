package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import java.util.List;

final class FakePolicyHistoryTest extends PolicyHistoryContract {
  private final FakePolicyHistory fake = new FakePolicyHistory();

  @Override
  protected PolicyHistory history() {
    return fake;
  }

  @Override
  protected List<String> audited() {
    return fake.audited().stream().map(AuditEntry::type).toList();
  }
}

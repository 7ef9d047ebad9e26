package dev.vouch.core.vending;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.session.Session;
import java.util.List;

final class FakeVendingRecordsTest extends VendingRecordsContract {
  private final FakeVendingTables tables = new FakeVendingTables();

  @Override
  protected VendingRecords records() {
    return tables;
  }

  @Override
  protected void put(Session session) {
    tables.put(session);
  }

  @Override
  protected List<String> written() {
    return tables.entries().stream().map(AuditEntry::type).toList();
  }
}

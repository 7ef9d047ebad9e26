package dev.vouch.core.audit;

final class FakeAuditLogTest extends AuditLogContract {
  private final FakeAuditLog log = new FakeAuditLog();

  @Override
  protected AuditLog log() {
    return log;
  }

  @Override
  protected void store(SealedBatch batch) {
    log.store(batch);
  }
}

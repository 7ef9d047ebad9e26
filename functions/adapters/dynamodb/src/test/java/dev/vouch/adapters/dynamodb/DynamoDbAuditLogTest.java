package dev.vouch.adapters.dynamodb;

import dev.vouch.core.audit.AuditLog;
import dev.vouch.core.audit.AuditLogContract;
import dev.vouch.core.audit.SealedBatch;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

final class DynamoDbAuditLogTest extends AuditLogContract {
  private final Tables tables = LocalTables.fresh();

  @Override
  protected AuditLog log() {
    return new DynamoDbAuditLog(LocalTables.client(), tables.audit());
  }

  @Override
  protected void store(SealedBatch batch) {
    LocalTables.client()
        .transactWriteItems(
            TransactWriteItemsRequest.builder()
                .transactItems(AuditItems.of(tables, batch).values())
                .build());
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.core.session.Session;
import dev.vouch.core.vending.VendingRecords;
import dev.vouch.core.vending.VendingRecordsContract;
import java.util.List;

final class DynamoDbVendingRecordsTest extends VendingRecordsContract {
  private final Tables tables = LocalTables.fresh();
  private final VendingRecords records =
      new DynamoDbVendingRecords(
          tables, Audited.writes(tables), new DynamoDbSessionRows(LocalTables.client(), tables));

  @Override
  protected VendingRecords records() {
    return records;
  }

  @Override
  protected void put(Session session) {
    LocalTables.client()
        .putItem(put -> put.tableName(tables.session()).item(SessionItems.item(session).toMap()));
  }

  @Override
  protected List<String> written() {
    return Audited.types(tables);
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.core.administration.SessionRegister;
import dev.vouch.core.administration.SessionRegisterContract;
import dev.vouch.core.session.Session;
import java.util.List;

final class DynamoDbSessionRegisterTest extends SessionRegisterContract {
  private final Tables tables = LocalTables.fresh();

  @Override
  protected SessionRegister register() {
    return new DynamoDbSessionRegister(LocalTables.client(), tables, Audited.writes(tables));
  }

  @Override
  protected void start(Session session) {
    LocalTables.client()
        .putItem(put -> put.tableName(tables.session()).item(SessionItems.item(session).toMap()));
  }

  @Override
  protected List<String> audited() {
    return Audited.types(tables);
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.core.login.LoginTables;
import dev.vouch.core.session.SessionEnding;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.session.SessionsContract;

final class DynamoDbSessionsTest extends SessionsContract {
  private final DynamoDbLoginTables local = new DynamoDbLoginTables();

  @Override
  protected SessionRows rows() {
    return new DynamoDbSessionRows(LocalTables.client(), local.tables);
  }

  @Override
  protected SessionEnding endings() {
    return new DynamoDbSessionEnding(local.tables, local.writes());
  }

  @Override
  protected LoginTables tables() {
    return local;
  }
}

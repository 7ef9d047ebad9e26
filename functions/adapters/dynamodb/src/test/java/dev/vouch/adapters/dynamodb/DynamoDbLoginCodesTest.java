package dev.vouch.adapters.dynamodb;

import dev.vouch.core.login.LoginCodes;
import dev.vouch.core.login.LoginCodesContract;
import dev.vouch.core.login.LoginTables;
import dev.vouch.core.login.Logins;

final class DynamoDbLoginCodesTest extends LoginCodesContract {
  private final DynamoDbLoginTables local = new DynamoDbLoginTables();

  @Override
  protected Logins logins() {
    return new DynamoDbLogins(LocalTables.client(), local.tables, local.writes());
  }

  @Override
  protected LoginCodes codes() {
    return new DynamoDbLoginCodes(LocalTables.client(), local.tables, local.writes());
  }

  @Override
  protected LoginTables tables() {
    return local;
  }
}

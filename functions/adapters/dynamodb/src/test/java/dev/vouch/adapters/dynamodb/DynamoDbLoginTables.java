package dev.vouch.adapters.dynamodb;

import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.login.LoginTables;
import dev.vouch.core.session.DistinctRandom;
import dev.vouch.core.session.Session;
import java.util.List;
import java.util.Optional;

/** The tables of a login on DynamoDB Local, for the contract tests of the login's ports. */
final class DynamoDbLoginTables implements LoginTables {
  final Tables tables = LocalTables.fresh();

  /** The writer of one more instance of a function. */
  AuditedWrites writes() {
    return new AuditedWrites(
        LocalTables.client(), tables, new AuditChain("authenticate", new DistinctRandom()));
  }

  @Override
  public void put(User user) {
    put(tables.identity(), IdentityItems.item(user));
  }

  @Override
  public void put(EnrolledKey key) {
    put(tables.identity(), IdentityItems.item(key));
  }

  @Override
  public void put(Session session) {
    put(tables.session(), SessionItems.item(session));
  }

  @Override
  public Optional<Session> session(String id) {
    return new Reads(LocalTables.client())
        .get(tables.session(), SessionItems.sessionKey(id))
        .map(SessionItems::session);
  }

  @Override
  public List<String> recordTypes() {
    return Audited.types(tables);
  }

  private static void put(String table, Item item) {
    LocalTables.client().putItem(put -> put.tableName(table).item(item.toMap()));
  }
}

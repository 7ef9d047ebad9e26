package dev.vouch.adapters.dynamodb;

import dev.vouch.core.administration.PolicyHistory.Document;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.Session;
import dev.vouch.core.vending.VendScene;
import dev.vouch.core.vending.VendingReads;
import dev.vouch.core.vending.VendingReadsContract;

final class DynamoDbVendingReadsTest extends VendingReadsContract {
  private final Tables tables = LocalTables.fresh();
  private final VendingReads reads = new DynamoDbVendingReads(LocalTables.client(), tables);
  private final DynamoDbPolicyHistory history =
      new DynamoDbPolicyHistory(LocalTables.client(), tables, Audited.writes(tables));

  @Override
  protected VendingReads reads() {
    return reads;
  }

  @Override
  protected void put(Session session) {
    put(tables.session(), SessionItems.item(session));
  }

  @Override
  protected void put(EnrolledKey key) {
    put(tables.identity(), IdentityItems.item(key));
  }

  @Override
  protected void put(User user) {
    put(tables.identity(), IdentityItems.item(user));
  }

  @Override
  protected void apply(Policy policy) {
    Bytes compiled = Bytes.of(PolicyJson.write(policy));
    history.activate(
        new Document(Sha256.of(compiled), compiled, Bytes.utf8("the file")),
        history.active().map(applied -> applied.document().hash()),
        "arn:aws:iam::123456789012:user/admin",
        AuditEntry.of("policy.applied"),
        VendScene.NOW);
  }

  private static void put(String table, Item item) {
    LocalTables.client().putItem(put -> put.tableName(table).item(item.toMap()));
  }
}

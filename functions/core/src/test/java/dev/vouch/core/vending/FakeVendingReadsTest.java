package dev.vouch.core.vending;

import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.session.Session;

final class FakeVendingReadsTest extends VendingReadsContract {
  private final FakeVendingTables tables = new FakeVendingTables();

  @Override
  protected VendingReads reads() {
    return tables;
  }

  @Override
  protected void put(Session session) {
    tables.put(session);
  }

  @Override
  protected void put(EnrolledKey key) {
    tables.put(key);
  }

  @Override
  protected void put(User user) {
    tables.put(user);
  }

  @Override
  protected void apply(Policy policy) {
    tables.apply(policy);
  }
}

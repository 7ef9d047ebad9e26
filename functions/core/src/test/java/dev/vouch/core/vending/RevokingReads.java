package dev.vouch.core.vending;

import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.AccessToken;

/** Reads after which something happens before the next write. */
record RevokingReads(VendingReads reads, Runnable then) implements VendingReads {
  @Override
  public Rows read(AccessToken token) {
    Rows rows = reads.read(token);
    then.run();
    return rows;
  }

  @Override
  public PolicyIndex policy(Sha256 hash) {
    return reads.policy(hash);
  }
}

package dev.vouch.adapters.dynamodb;

import dev.vouch.core.policy.ActivePolicy;
import dev.vouch.core.policy.PolicyIndex;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The policy in force, read by its hash; the document is read only after a change. */
public final class DynamoDbActivePolicy implements ActivePolicy {
  private final Reads reads;
  private final Tables tables;
  private final CompiledPolicies policies;

  public DynamoDbActivePolicy(DynamoDbClient client, Tables tables) {
    this.reads = new Reads(client);
    this.tables = tables;
    this.policies = new CompiledPolicies(client, tables);
  }

  @Override
  public Optional<PolicyIndex> read() {
    return reads
        .get(tables.configuration(), PolicyItems.activeKey())
        .map(CompiledPolicies::hash)
        .map(policies::get);
  }
}

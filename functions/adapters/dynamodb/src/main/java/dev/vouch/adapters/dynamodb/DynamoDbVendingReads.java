package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.dynamodb.BatchReads.Place;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.AccessToken;
import dev.vouch.core.vending.VendingReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a vend reads: one batch of four items, and a policy where it is a new one. */
public final class DynamoDbVendingReads implements VendingReads {
  private final BatchReads batch;
  private final Tables tables;
  private final CompiledPolicies policies;

  public DynamoDbVendingReads(DynamoDbClient client, Tables tables) {
    this.batch = new BatchReads(client);
    this.tables = tables;
    this.policies = new CompiledPolicies(client, tables);
  }

  @Override
  public Rows read(AccessToken token) {
    List<Place> places = new ArrayList<>(DynamoDbSessionRows.places(tables, token));
    int sessionRows = places.size();
    places.add(new Place(tables.configuration(), PolicyItems.activeKey()));
    List<Optional<Item>> items = batch.get(places);
    return new Rows(
        DynamoDbSessionRows.rows(items.subList(0, sessionRows)),
        items.getLast().map(CompiledPolicies::hash));
  }

  @Override
  public PolicyIndex policy(Sha256 hash) {
    return policies.get(hash);
  }
}

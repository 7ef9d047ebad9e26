package dev.vouch.adapters.dynamodb;

import dev.vouch.core.administration.PolicyHistory;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The configuration table as administrators use it. */
public final class DynamoDbPolicyHistory implements PolicyHistory {
  private final Reads reads;
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbPolicyHistory(DynamoDbClient client, Tables tables, AuditedWrites writes) {
    this.reads = new Reads(client);
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public Optional<Applied> active() {
    return reads.get(tables.configuration(), PolicyItems.activeKey()).map(this::applied);
  }

  @Override
  public boolean activate(
      Document document, Optional<Sha256> previous, String actor, AuditEntry entry, Instant now) {
    Map<String, TransactWriteItem> changes = new LinkedHashMap<>();
    Sha256 source = Sha256.of(document.source());
    add(changes, PolicyItems.compiledPartition(document.hash()), document.compiled());
    add(changes, PolicyItems.sourcePartition(source), document.source());
    Item values =
        Item.values()
            .with(":hash", document.hash().base64Url())
            .with(":source", source.base64Url())
            .with(":now", now)
            .with(":actor", actor);
    previous.ifPresent(hash -> values.with(":previous", hash.base64Url()));
    changes.put(
        "active",
        Writes.update(
            tables.configuration(),
            PolicyItems.activeKey(),
            "SET #hash = :hash, #source = :source, #applied = :now, #applied_by = :actor",
            previous.isPresent() ? "#hash = :previous" : "attribute_not_exists(pk)",
            values));
    return writes.commit(now, List.of(entry), changes) instanceof AuditedWrites.Result.Committed;
  }

  private void add(Map<String, TransactWriteItem> changes, String partition, Bytes document) {
    for (Item piece : PolicyItems.pieces(partition, document)) {
      changes.put(
          partition + "/" + piece.string("sk"), Writes.putImmutable(tables.configuration(), piece));
    }
  }

  private Applied applied(Item active) {
    Sha256 hash = hash(active.string("hash"));
    Sha256 source = hash(active.string("source"));
    Document document =
        new Document(
            hash,
            read(PolicyItems.compiledPartition(hash), hash),
            read(PolicyItems.sourcePartition(source), source));
    return new Applied(document, active.instant("applied"), active.string("applied_by"));
  }

  private Bytes read(String partition, Sha256 hash) {
    return PolicyItems.document(reads.partition(tables.configuration(), partition), hash)
        .orElseThrow(() -> new IllegalStateException("damaged: " + partition));
  }

  private static Sha256 hash(String text) {
    return Sha256.parse(text).orElseThrow(() -> new IllegalStateException("no hash: " + text));
  }
}

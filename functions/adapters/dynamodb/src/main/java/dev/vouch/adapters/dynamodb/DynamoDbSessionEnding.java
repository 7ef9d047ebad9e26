package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.dynamodb.AuditedWrites.Result;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.SessionEnding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Ends sessions in the session table. */
public final class DynamoDbSessionEnding implements SessionEnding {
  private final Tables tables;
  private final AuditedWrites writes;

  public DynamoDbSessionEnding(Tables tables, AuditedWrites writes) {
    this.tables = tables;
    this.writes = writes;
  }

  @Override
  public Outcome end(Ended ended, Proof proof, Instant now) {
    Map<String, TransactWriteItem> changes = new LinkedHashMap<>();
    changes.put("proof", Writes.useOnce(tables, proof.useKey(), proof.useExpiresAt()));
    changes.put(
        "session",
        Writes.update(
            tables.session(),
            SessionItems.sessionKey(ended.session()),
            "SET #revoked = :now",
            "attribute_exists(pk) AND attribute_not_exists(#revoked)",
            Item.values().with(":now", now)));
    return switch (writes.commit(now, List.of(ended.entry()), changes)) {
      case Result.Committed committed -> new Outcome.Recorded(committed.receipts().getFirst());
      case Result.Refused refused when refused.names().contains("proof") ->
          new Outcome.ProofReplayed();
      case Result.Refused refused -> new Outcome.NotLive();
    };
  }
}

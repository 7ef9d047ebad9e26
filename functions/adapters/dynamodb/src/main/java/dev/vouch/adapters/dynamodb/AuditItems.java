package dev.vouch.adapters.dynamodb;

import dev.vouch.core.audit.SealedBatch;
import dev.vouch.core.audit.SealedRecord;
import dev.vouch.core.secret.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** How records lie in the audit table. Put once, never updated. */
final class AuditItems {
  /** Puts zeroes before a number, so that keys sort as numbers do. */
  private static final long TWELVE_DIGITS = 1_000_000_000_000L;

  private AuditItems() {}

  static Map<String, TransactWriteItem> of(Tables tables, SealedBatch batch) {
    Map<String, TransactWriteItem> writes = new LinkedHashMap<>();
    if (batch.startsChain()) {
      writes.put(
          "audit birth",
          Writes.create(
              tables.audit(),
              Item.key("writers", batch.writer())
                  .with("function", batch.function())
                  .with("started", batch.records().getFirst().at())));
    }
    for (SealedRecord sealed : batch.records()) {
      writes.put("audit " + sealed.id(), Writes.create(tables.audit(), item(sealed)));
    }
    return writes;
  }

  static Item key(SealedRecord sealed) {
    return key(sealed.writer(), sealed.sequence());
  }

  static Item key(String writer, long sequence) {
    return Item.key("writer#" + writer, Long.toString(TWELVE_DIGITS + sequence).substring(1));
  }

  private static Item item(SealedRecord sealed) {
    String at = Item.text(sealed.at());
    return key(sealed)
        .with("record", sealed.record())
        .with("hash", Bytes.of(sealed.hash().toArray()))
        .with("day", at.substring(0, 10))
        .with("at_id", at + "#" + sealed.id());
  }
}

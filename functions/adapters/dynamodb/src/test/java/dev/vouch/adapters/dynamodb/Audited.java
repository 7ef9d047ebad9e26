package dev.vouch.adapters.dynamodb;

import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.secret.CountingRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A writer of audited changes for a test, and what it recorded. */
final class Audited {
  private Audited() {}

  static AuditedWrites writes(Tables tables) {
    return new AuditedWrites(
        LocalTables.client(), tables, new AuditChain("test", new CountingRandom()));
  }

  /** The types of the records, without the births of chains, in the order of their sequence. */
  static List<String> types(Tables tables) {
    List<Item> records =
        new ArrayList<>(new Reads(LocalTables.client()).all(tables.audit(), "writer#", "writer#"));
    records.sort(Comparator.comparing(item -> item.string("sk")));
    return records.stream().map(Audited::type).filter(t -> !t.equals("writer.started")).toList();
  }

  private static String type(Item item) {
    try {
      return Json.parse(item.bytes("record").toArray()).string("type");
    } catch (InvalidJson e) {
      throw new AssertionError(e);
    }
  }
}

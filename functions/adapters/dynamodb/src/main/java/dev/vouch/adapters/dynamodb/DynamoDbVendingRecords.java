package dev.vouch.adapters.dynamodb;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.session.Proof;
import dev.vouch.core.session.SessionRows;
import dev.vouch.core.vending.VendingRecords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What a vend writes, each step in one transaction with its record. */
public final class DynamoDbVendingRecords implements VendingRecords {
  private static final String PROOF = "proof";
  private static final String SESSION = "session";

  /** Time-to-live removes an expired session late, so that the condition looks at the time. */
  private static final String LIVE =
      "attribute_exists(pk) AND attribute_not_exists(revoked) AND expires > :now";

  private final Tables tables;
  private final AuditedWrites writes;
  private final SessionRows proofs;

  /**
   * @param proofs where the use of a proof is recorded alone
   */
  public DynamoDbVendingRecords(Tables tables, AuditedWrites writes, SessionRows proofs) {
    this.tables = tables;
    this.writes = writes;
    this.proofs = proofs;
  }

  @Override
  public Recorded recordLive(Proof proof, String session, AuditEntry entry, Instant now) {
    Map<String, TransactWriteItem> conditions = new LinkedHashMap<>();
    conditions.put(PROOF, once(proof));
    conditions.put(
        SESSION,
        Writes.check(
            tables.session(),
            SessionItems.sessionKey(session),
            LIVE,
            Item.values().withEpoch(":now", now)));
    return commit(now, entry, conditions);
  }

  @Override
  public Recorded recordOnce(Proof proof, AuditEntry entry, Instant now) {
    return commit(now, entry, Map.of(PROOF, once(proof)));
  }

  @Override
  public Receipt record(AuditEntry entry, Instant now) {
    return switch (commit(now, entry, Map.of())) {
      case Recorded.Written(Receipt receipt) -> receipt;
      case Recorded.ProofUsed(), Recorded.SessionEnded() ->
          throw new IllegalStateException("a write without conditions was refused");
    };
  }

  @Override
  public boolean use(Proof proof) {
    return proofs.useOnce(proof);
  }

  private TransactWriteItem once(Proof proof) {
    return Writes.useOnce(tables, proof.useKey(), proof.useExpiresAt());
  }

  private Recorded commit(
      Instant now, AuditEntry entry, Map<String, TransactWriteItem> conditions) {
    return switch (writes.commit(now, List.of(entry), conditions)) {
      case AuditedWrites.Result.Committed(List<Receipt> receipts) ->
          new Recorded.Written(receipts.getFirst());
      case AuditedWrites.Result.Refused(Set<String> names) ->
          names.contains(PROOF) ? new Recorded.ProofUsed() : new Recorded.SessionEnded();
    };
  }
}

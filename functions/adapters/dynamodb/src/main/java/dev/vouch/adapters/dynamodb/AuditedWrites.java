package dev.vouch.adapters.dynamodb;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.core.audit.AuditChain;
import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.audit.SealedBatch;
import dev.vouch.core.audit.SealedRecord;
import dev.vouch.core.fault.Unavailable.Kind;
import dev.vouch.core.fault.Unrecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * A change and its audit records in one transaction: both are written or neither is.
 *
 * <p>Where the answer is lost, the first record is read back: identical bytes mean that all of it
 * was written. Otherwise the chain is given up, the next one names it, and the change counts as
 * failed ({@link Unrecorded}).
 */
public final class AuditedWrites {
  private static final int ATTEMPTS_ON_CONFLICT = 6;

  /**
   * Each item of a transaction is in a table of its own, and DynamoDB need not say which failed.
   */
  private static final String SYSTEM = "the tables of a record";

  /** DynamoDB API reference, TransactWriteItems, "Cancellation reason codes". */
  private static final Set<String> THROTTLED =
      Set.of("ProvisionedThroughputExceeded", "ThrottlingError");

  private final DynamoDbClient client;
  private final Tables tables;
  private final AuditChain chain;

  public AuditedWrites(DynamoDbClient client, Tables tables, AuditChain chain) {
    this.client = client;
    this.tables = tables;
    this.chain = chain;
  }

  /** What became of a change. */
  public sealed interface Result {
    /** Everything is written; the receipts are in the order of the entries. */
    record Committed(List<Receipt> receipts) implements Result {}

    /** Nothing is written: the conditions of the writes of these names did not hold. */
    record Refused(Set<String> names) implements Result {}
  }

  /**
   * Writes all or nothing.
   *
   * @param writes by a name under which {@link Result.Refused} reports them
   */
  public Result commit(
      Instant now, List<AuditEntry> entries, Map<String, TransactWriteItem> writes) {
    return commit(now, entries, receipts -> writes);
  }

  /**
   * Writes all or nothing, where what is written names the records.
   *
   * @param naming makes the writes, from the receipts that the entries will have
   */
  public Result commit(
      Instant now,
      List<AuditEntry> entries,
      Function<List<Receipt>, Map<String, TransactWriteItem>> naming) {
    SealedBatch batch = chain.seal(entries, now);
    Map<String, TransactWriteItem> writes = naming.apply(batch.receipts());
    Map<String, TransactWriteItem> all = new LinkedHashMap<>(writes);
    all.putAll(AuditItems.of(tables, batch));
    for (int attempt = 1; ; attempt++) {
      try {
        client.transactWriteItems(
            TransactWriteItemsRequest.builder()
                .transactItems(new ArrayList<>(all.values()))
                .build());
        chain.committed(batch);
        return new Result.Committed(batch.receipts());
      } catch (TransactionCanceledException e) {
        Set<String> refused = refused(e, all);
        if (!refused.isEmpty()) {
          return refusal(batch, writes, refused);
        }
        if (attempt == ATTEMPTS_ON_CONFLICT) {
          throw new Unrecorded(SYSTEM, isThrottled(e) ? Kind.THROTTLED : Kind.NO_ANSWER, "", e);
        }
        Backoff.pause(attempt);
      } catch (SdkException e) {
        return settle(batch, e);
      }
    }
  }

  private Result refusal(
      SealedBatch batch, Map<String, TransactWriteItem> writes, Set<String> refused) {
    if (!writes.keySet().containsAll(refused)) {
      // somebody else wrote at our place in the chain
      chain.abandoned(batch);
      throw new Unrecorded(SYSTEM, Kind.NO_ANSWER, "", null);
    }
    return new Result.Refused(refused);
  }

  private static Set<String> refused(
      TransactionCanceledException e, Map<String, TransactWriteItem> all) {
    Set<String> refused = new LinkedHashSet<>();
    int i = 0;
    List<CancellationReason> reasons = e.cancellationReasons();
    for (String name : all.keySet()) {
      if (i < reasons.size() && "ConditionalCheckFailed".equals(reasons.get(i).code())) {
        refused.add(name);
      }
      i++;
    }
    return refused;
  }

  private static boolean isThrottled(TransactionCanceledException e) {
    return e.cancellationReasons().stream()
        .anyMatch(reason -> THROTTLED.contains(String.valueOf(reason.code())));
  }

  private Result settle(SealedBatch batch, SdkException ambiguous) {
    Unrecorded fault = Faults.ofRecord(SYSTEM, ambiguous);
    try {
      if (isStored(batch.records().getFirst())) {
        chain.committed(batch);
        return new Result.Committed(batch.receipts());
      }
    } catch (SdkException alsoUnknown) {
      fault = Faults.ofRecord(SYSTEM, alsoUnknown);
      fault.addSuppressed(ambiguous);
    }
    chain.abandoned(batch);
    throw fault;
  }

  private boolean isStored(SealedRecord sealed) {
    return Item.read(
            client
                .getItem(
                    GetItemRequest.builder()
                        .tableName(tables.audit())
                        .key(AuditItems.key(sealed).toMap())
                        .consistentRead(true)
                        .build())
                .item())
        .map(item -> item.bytes("record").equals(sealed.record()))
        .orElse(false);
  }
}

package dev.vouch.core.audit;

import java.util.List;

/**
 * Records that are to be written together, or not at all.
 *
 * @param function who writes
 * @param startsChain whether the first record is the birth of a chain, which is registered with it
 */
public record SealedBatch(String function, boolean startsChain, List<SealedRecord> records) {
  public SealedBatch {
    records = List.copyOf(records);
  }

  public String writer() {
    return records.getFirst().writer();
  }

  public SealedRecord last() {
    return records.getLast();
  }

  /** The receipts of the entries, without the birth of the chain, in the order of the entries. */
  public List<Receipt> receipts() {
    return records.stream().skip(startsChain ? 1 : 0).map(SealedRecord::receipt).toList();
  }
}

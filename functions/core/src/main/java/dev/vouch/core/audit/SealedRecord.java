package dev.vouch.core.audit;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;

/**
 * One record with its place in a chain.
 *
 * @param record the exact bytes that are stored and hashed
 */
public record SealedRecord(
    String writer, long sequence, Instant at, String type, Bytes record, Sha256 hash) {

  /** Names this record everywhere: in receipts, and as the STS role session name. */
  public String id() {
    return writer + "-" + sequence;
  }

  public Receipt receipt() {
    return new Receipt(id(), hash);
  }
}

package dev.vouch.core.audit;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The records as they are stored, to read. All methods throw {@link
 * dev.vouch.core.fault.Unavailable} when the store does not answer.
 */
public interface AuditLog {
  /**
   * The records of one day (UTC), oldest first. A record of the last moments may be missing.
   *
   * @param after the place of the last record that is known already; empty for the first of the day
   * @param limit how many at most, 1 or more
   */
  Slice ofDay(LocalDate day, String after, int limit);

  /** One record, as of all writes so far. */
  Optional<Stored> find(String writer, long sequence);

  /** Every writer that has started a chain, in no order. */
  List<Writer> writers();

  /**
   * A run of records.
   *
   * @param complete whether the day has no more, as far as is known
   */
  record Slice(List<Stored> records, boolean complete) {
    public Slice {
      records = List.copyOf(records);
    }
  }

  /**
   * One record.
   *
   * @param place sorts the records of a day; opaque
   * @param record the exact bytes that were written
   * @param hash as stored beside them; whoever verifies computes it anew
   */
  record Stored(String place, String id, Bytes record, Sha256 hash) {}

  /** The birth of a chain. */
  record Writer(String id, String function, Instant startedAt) {}
}

package dev.vouch.core.audit;

import dev.vouch.core.audit.AuditLog.Slice;
import dev.vouch.core.audit.AuditLog.Stored;
import dev.vouch.core.audit.AuditLog.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the audit log page by page, from the first record to the last. */
public final class AuditReview {
  /** Most records of a page. */
  public static final int MAX_LIMIT = 500;

  /** Records of a page whose size nobody asked for. */
  public static final int DEFAULT_LIMIT = 100;

  /** A page ends when its records exceed this, so that it fits an answer of Lambda (6 MB). */
  private static final int MAX_BYTES = 2_000_000;

  /**
   * A page ends after this many days, so that a quiet year does not exceed the time of an answer.
   */
  private static final int MAX_DAYS = 60;

  private static final Pattern ID =
      Pattern.compile("([a-z2-7]{" + AuditChain.WRITER_LENGTH + "})-(0|[1-9][0-9]{0,11})");

  private final AuditLog log;

  public AuditReview(AuditLog log) {
    this.log = log;
  }

  /**
   * A page.
   *
   * @param next where the next page begins; empty after the last record
   */
  public record Page(List<Stored> records, Optional<AuditCursor> next) {
    public Page {
      records = List.copyOf(records);
    }
  }

  /**
   * Reads a page, oldest records first. It may hold fewer than {@code limit}, even none, and still
   * have a next one.
   *
   * @param from where to begin; empty for the first record
   * @param limit 1 to {@link #MAX_LIMIT}
   */
  public Page page(Optional<AuditCursor> from, int limit, Instant now) {
    Optional<AuditCursor> start = from.or(this::beginning);
    return start.isEmpty() ? new Page(List.of(), Optional.empty()) : page(start.get(), limit, now);
  }

  /** The record of an id; empty where there is none, or the id is none. */
  public Optional<Stored> find(String id) {
    Matcher parts = ID.matcher(id);
    return parts.matches()
        ? log.find(parts.group(1), Long.parseLong(parts.group(2)))
        : Optional.empty();
  }

  /** The writers in the order in which they started. */
  public List<Writer> writers() {
    return log.writers().stream()
        .sorted(Comparator.comparing(Writer::startedAt).thenComparing(Writer::id))
        .toList();
  }

  private Optional<AuditCursor> beginning() {
    return writers().stream().findFirst().map(first -> AuditCursor.startOf(day(first.startedAt())));
  }

  private Page page(AuditCursor start, int limit, Instant now) {
    // the clock of a writer may be ahead of this one
    LocalDate last = day(now).plusDays(1);
    List<Stored> records = new ArrayList<>();
    AuditCursor at = start;
    long bytes = 0;
    for (int days = 0; !at.day().isAfter(last); days++) {
      if (days == MAX_DAYS || records.size() == limit || bytes > MAX_BYTES) {
        return new Page(records, Optional.of(at));
      }
      Slice slice = log.ofDay(at.day(), at.after(), limit - records.size());
      records.addAll(slice.records());
      bytes += slice.records().stream().mapToLong(stored -> stored.record().size()).sum();
      at = slice.complete() ? AuditCursor.startOf(at.day().plusDays(1)) : at.after(slice);
    }
    return new Page(records, Optional.empty());
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}

package dev.vouch.core.audit;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The audit log in memory. It also counts how often a day was asked for. */
public final class FakeAuditLog implements AuditLog {
  private final List<SealedRecord> records = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private int days;

  public void store(SealedBatch batch) {
    if (batch.startsChain()) {
      writers.add(new Writer(batch.writer(), batch.function(), batch.records().getFirst().at()));
    }
    records.addAll(batch.records());
  }

  int daysAskedFor() {
    return days;
  }

  @Override
  public Slice ofDay(LocalDate day, String after, int limit) {
    days++;
    List<Stored> rest =
        records.stream()
            .filter(record -> LocalDate.ofInstant(record.at(), ZoneOffset.UTC).equals(day))
            .map(FakeAuditLog::stored)
            .filter(stored -> stored.place().compareTo(after) > 0)
            .sorted(Comparator.comparing(Stored::place))
            .toList();
    return new Slice(rest.subList(0, Math.min(limit, rest.size())), rest.size() <= limit);
  }

  @Override
  public Optional<Stored> find(String writer, long sequence) {
    return records.stream()
        .filter(record -> record.writer().equals(writer) && record.sequence() == sequence)
        .map(FakeAuditLog::stored)
        .findFirst();
  }

  @Override
  public List<Writer> writers() {
    return List.copyOf(writers);
  }

  private static Stored stored(SealedRecord record) {
    String at = record.at().truncatedTo(ChronoUnit.MILLIS).toString();
    return new Stored(at + "#" + record.id(), record.id(), record.record(), record.hash());
  }
}

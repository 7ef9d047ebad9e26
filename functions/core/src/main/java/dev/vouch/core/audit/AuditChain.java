package dev.vouch.core.audit;

import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One writer's hash chain. Each record carries the hash of the one before; sequence 0 is the birth,
 * {@code writer.started}.
 *
 * <p>{@link #seal} does not advance the chain: the caller writes the batch and then says {@link
 * #committed}, or {@link #abandoned} where it cannot be known whether it was written. After a
 * definite refusal it says nothing, and the same place is used again. The writer's id is drawn at
 * the first seal and never earlier, so that two instances restored from one snapshot differ.
 *
 * <p>One request at a time; not safe for use by several threads.
 */
public final class AuditChain {
  /** Characters in a writer's id: 100 random bits in base32. */
  public static final int WRITER_LENGTH = 20;

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String function;
  private final RandomSource random;
  private @Nullable Head head;
  private @Nullable String abandoned;

  private record Head(String writer, long next, @Nullable Sha256 previous) {}

  /**
   * @param function the function that writes, such as {@code vend-aws}
   */
  public AuditChain(String function, RandomSource random) {
    this.function = function;
    this.random = random;
  }

  /** Gives {@code entries} the next places, with the birth of a new chain before them if needed. */
  public SealedBatch seal(List<AuditEntry> entries, Instant now) {
    Head current = head;
    boolean starts = current == null;
    Head at = current == null ? new Head(newWriter(), 0, null) : current;
    List<SealedRecord> records = new ArrayList<>();
    List<AuditEntry> all = new ArrayList<>(entries);
    if (starts) {
      all.addFirst(birth());
    }
    for (AuditEntry entry : all) {
      SealedRecord sealed = seal(at, entry, now);
      records.add(sealed);
      at = new Head(at.writer(), at.next() + 1, sealed.hash());
    }
    return new SealedBatch(function, starts, records);
  }

  /** {@code batch} has been written. */
  public void committed(SealedBatch batch) {
    SealedRecord last = batch.last();
    head = new Head(last.writer(), last.sequence() + 1, last.hash());
    if (batch.startsChain()) {
      abandoned = null;
    }
  }

  /** {@code batch} may or may not have been written: a new chain begins and names this one. */
  public void abandoned(SealedBatch batch) {
    head = null;
    abandoned = batch.writer();
  }

  private AuditEntry birth() {
    return AuditEntry.of("writer.started").with("abandoned", abandoned).with("checkpoint", null);
  }

  private SealedRecord seal(Head at, AuditEntry entry, Instant now) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    Sha256 previous = at.previous();
    members.put("v", 1);
    members.put("id", at.writer() + "-" + at.next());
    members.put("writer", at.writer());
    members.put("seq", at.next());
    members.put("prev", previous == null ? null : previous.base64Url());
    members.put("at", AT.format(now));
    members.put("function", function);
    members.put("type", entry.type());
    for (Map.Entry<String, @Nullable Object> member : entry.members().entrySet()) {
      if (members.containsKey(member.getKey())) {
        throw new IllegalArgumentException("an entry cannot set " + member.getKey());
      }
      members.put(member.getKey(), member.getValue());
    }
    byte[] bytes = Json.write(members);
    return new SealedRecord(
        at.writer(), at.next(), now, entry.type(), Bytes.of(bytes), Sha256.of(bytes));
  }

  private String newWriter() {
    StringBuilder writer = new StringBuilder(WRITER_LENGTH);
    for (byte b : random.bytes(WRITER_LENGTH)) {
      writer.append(BASE32.charAt(b & 31));
    }
    return writer.toString();
  }
}

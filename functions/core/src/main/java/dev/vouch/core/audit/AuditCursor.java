package dev.vouch.core.audit;

import dev.vouch.core.audit.AuditLog.Slice;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A place in the audit log. Its text is opaque to clients; it grants nothing, so that it needs no
 * signature.
 *
 * @param after the place of the last record read of that day; empty for none
 */
public record AuditCursor(LocalDate day, String after) {
  private static final int DAY_LENGTH = "2026-11-21".length();
  private static final int MAX_LENGTH = 200;

  static AuditCursor startOf(LocalDate day) {
    return new AuditCursor(day, "");
  }

  /** Takes a cursor back from its text; empty where it is none. */
  public static Optional<AuditCursor> parse(String text) {
    return Base64Url.decode(text)
        .filter(bytes -> bytes.length >= DAY_LENGTH && bytes.length <= MAX_LENGTH)
        .map(bytes -> Bytes.of(bytes).utf8())
        .flatMap(AuditCursor::read);
  }

  private static Optional<AuditCursor> read(String decoded) {
    try {
      LocalDate day = LocalDate.parse(decoded.substring(0, DAY_LENGTH));
      String after = decoded.substring(DAY_LENGTH);
      boolean formed = after.chars().allMatch(c -> c > ' ' && c < 0x7f);
      return formed ? Optional.of(new AuditCursor(day, after)) : Optional.empty();
    } catch (DateTimeParseException noDay) {
      return Optional.empty();
    }
  }

  public String text() {
    return Bytes.utf8(day + after).base64Url();
  }

  /** Behind the last record of a slice that is not complete, and so not empty. */
  AuditCursor after(Slice slice) {
    return new AuditCursor(day, slice.records().getLast().place());
  }
}

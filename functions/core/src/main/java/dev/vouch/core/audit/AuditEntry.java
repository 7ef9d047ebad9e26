package dev.vouch.core.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it has a place in a chain.
 *
 * @param type a stable name such as {@code credential.issued}
 * @param members what the type says, in the order in which it is written
 */
public record AuditEntry(String type, Map<String, @Nullable Object> members) {
  public AuditEntry {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** An entry without members yet; add them with {@link #with}. */
  public static AuditEntry of(String type) {
    return new AuditEntry(type, Map.of());
  }

  /** The same entry with one more member (a string, number, boolean, list, map or null). */
  public AuditEntry with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new AuditEntry(type, more);
  }
}

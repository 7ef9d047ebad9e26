package dev.vouch.core.identity;

import dev.vouch.core.secret.Bytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Somebody an administrator has invited.
 *
 * @param handle the WebAuthn user handle: 32 random bytes that say nothing about the person
 * @param loginsFrom what was signed before this counts for nothing: when the user was last
 *     disabled, or else created
 */
public record User(
    UserId id,
    List<String> groups,
    Status status,
    Bytes handle,
    Instant createdAt,
    Instant loginsFrom) {
  /** Only an {@code ACTIVE} user may log in and vend. */
  public enum Status {
    INVITED,
    ACTIVE,
    DISABLED
  }

  public User {
    groups = List.copyOf(groups);
  }

  /** A user who was never disabled; what is signed tells the second, not more. */
  public User(UserId id, List<String> groups, Status status, Bytes handle, Instant createdAt) {
    this(id, groups, status, handle, createdAt, createdAt.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The same with this status. */
  public User with(Status changed) {
    return new User(id, groups, changed, handle, createdAt, loginsFrom);
  }

  /** The same, disabled at this time: sessions that were begun before it have ended for good. */
  public User disabled(Instant at) {
    return new User(id, groups, Status.DISABLED, handle, createdAt, at);
  }
}

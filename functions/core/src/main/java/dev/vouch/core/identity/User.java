package dev.vouch.core.identity;

import dev.vouch.core.secret.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * Somebody an administrator has invited.
 *
 * @param handle the WebAuthn user handle: 32 random bytes that say nothing about the person
 */
public record User(UserId id, List<String> groups, Status status, Bytes handle, Instant createdAt) {
  /** Only an {@code ACTIVE} user may log in and vend. */
  public enum Status {
    INVITED,
    ACTIVE,
    DISABLED
  }

  public User {
    groups = List.copyOf(groups);
  }
}

package dev.vouch.core.administration;

import dev.vouch.core.audit.AuditEntry;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.Invitation;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The users, their invitations and their keys, as administrators see and change them. */
public interface Directory {
  /** Everybody, by id. */
  List<Member> list();

  Optional<Member> find(UserId id);

  /**
   * Writes a change together with its audit record, or neither.
   *
   * @return false where the user is no longer as the change supposes: read again and decide again
   */
  boolean write(Change change, AuditEntry entry, Instant now);

  /** A change of one user. */
  sealed interface Change {
    /** The user as stored afterwards; only groups and status may differ from before. */
    User after();

    /**
     * Opens an invitation and closes the one before, if any.
     *
     * @param before the user as read; empty for somebody new
     */
    record Invite(Optional<User> before, User after, Invitation invitation) implements Change {}

    /** Sets the status. An open invitation of a disabled user is closed. */
    record SetStatus(User before, User after) implements Change {}

    /** Removes a key. */
    record RemoveKey(User before, User after, EnrolledKey key) implements Change {}
  }
}

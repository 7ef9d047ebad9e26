package dev.vouch.local.aws;

import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.signature.Caller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who can sign requests: a user, or a session of a role. */
public sealed interface Identity {
  /** The principal that appears in requests and error messages. */
  Caller caller();

  /** A user with one identity policy. */
  record User(Caller caller, PolicyDocument policy) implements Identity {}

  /**
   * A session of a role. Its authority is the role's policy cut by the session policy.
   *
   * @param sourceIdentity null when the session was started without one
   * @param sessionPolicy null when the session was started without one
   */
  record RoleSession(
      Caller caller,
      Role role,
      String name,
      @Nullable String sourceIdentity,
      Map<String, String> tags,
      @Nullable PolicyDocument sessionPolicy,
      Instant expires)
      implements Identity {
    /** Keeps its own copy of the tags. */
    public RoleSession {
      tags = Map.copyOf(tags);
    }
  }
}

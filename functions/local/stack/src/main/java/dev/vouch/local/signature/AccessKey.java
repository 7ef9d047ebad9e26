package dev.vouch.local.signature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An access key of a caller: long-lived, or temporary with a session token and an end. */
public final class AccessKey {
  private final String id;
  private final String secret;
  private final @Nullable String sessionToken;
  private final @Nullable Instant expires;
  private final Caller caller;

  AccessKey(
      String id,
      String secret,
      @Nullable String sessionToken,
      @Nullable Instant expires,
      Caller caller) {
    this.id = id;
    this.secret = secret;
    this.sessionToken = sessionToken;
    this.expires = expires;
    this.caller = caller;
  }

  /** The public part, as it appears in a signature. */
  public String id() {
    return id;
  }

  /** The signing secret, in the clear. */
  public String revealSecret() {
    return secret;
  }

  /** The session token of a temporary key, in the clear; null for a long-lived one. */
  public @Nullable String revealSessionToken() {
    return sessionToken;
  }

  /** When a temporary key stops; null for a long-lived one. */
  public @Nullable Instant expires() {
    return expires;
  }

  /** The principal that this key acts for. */
  public Caller caller() {
    return caller;
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}

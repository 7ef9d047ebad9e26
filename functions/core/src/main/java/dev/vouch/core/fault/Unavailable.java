package dev.vouch.core.fault;

import org.jspecify.annotations.Nullable;

/**
 * A system that Vouch depends on did not answer, or answered with a fault. The request is answered
 * 503 and nothing is handed out.
 */
public sealed class Unavailable extends RuntimeException permits Unrecorded {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the system. */
  public enum Kind {
    /** It does not answer, or fails on its side. */
    NO_ANSWER,
    /** It asks us to slow down. */
    THROTTLED,
    /** What it should hold is not there: a table, a key. */
    GONE,
    /** The function has no right to what it asked. */
    PERMISSION_MISSING
  }

  private final Kind kind;
  private final String action;

  /**
   * @param what the system, such as {@code identity table}; never a value of the request
   */
  public Unavailable(String what, Throwable cause) {
    this(what, Kind.NO_ANSWER, "", cause);
  }

  public Unavailable(String what) {
    this(what, Kind.NO_ANSWER, "", null);
  }

  /**
   * @param what the system, such as {@code identity table}; never a value of the request
   * @param action what was asked, such as {@code kms:Sign}, where the system says it; else empty
   */
  public Unavailable(String what, Kind kind, String action, @Nullable Throwable cause) {
    super(what, cause);
    this.kind = kind;
    this.action = action;
  }

  /** The system. */
  public final String what() {
    return String.valueOf(getMessage());
  }

  public final Kind kind() {
    return kind;
  }

  /** What was asked of the system, as it calls it; empty where it does not say. */
  public final String action() {
    return action;
  }

  /** Stable: what the answer and the records say. */
  public final String code() {
    return kind == Kind.PERMISSION_MISSING ? "permission_missing" : "unavailable";
  }
}

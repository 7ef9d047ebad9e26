package dev.vouch.core.json;

import java.util.Locale;

/** Input that is not the JSON that was asked for. Bad input, not a fault. */
public final class InvalidJson extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, as a stable code. */
  public enum Reason {
    NOT_JSON,
    DUPLICATE_MEMBER,
    UNKNOWN_MEMBER,
    MISSING_MEMBER,
    WRONG_MEMBER_TYPE;

    /** The code as clients see it, such as {@code not_json}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  InvalidJson(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong, for a person. Names members, never values. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}

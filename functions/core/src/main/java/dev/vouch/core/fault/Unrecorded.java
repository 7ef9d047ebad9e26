package dev.vouch.core.fault;

import org.jspecify.annotations.Nullable;

/** A change and its audit record, which go together, could not be written. */
public final class Unrecorded extends Unavailable {
  private static final long serialVersionUID = 1L;

  public Unrecorded(String what, Kind kind, String action, @Nullable Throwable cause) {
    super(what, kind, action, cause);
  }

  /**
   * Whether a request's fault came with one, of its own or while the fault was to be recorded.
   *
   * @param fault what ended the request
   */
  public static boolean isIn(Throwable fault) {
    return fault instanceof Unrecorded
        || java.util.Arrays.stream(fault.getSuppressed()).anyMatch(Unrecorded::isIn);
  }
}

package dev.vouch.core.fault;

/**
 * A system that Vouch depends on did not answer, or answered with a fault. The request is answered
 * 503 and nothing is handed out.
 */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the system, such as {@code identity table}; never a value of the request
   */
  public Unavailable(String what, Throwable cause) {
    super(what, cause);
  }

  public Unavailable(String what) {
    super(what);
  }
}

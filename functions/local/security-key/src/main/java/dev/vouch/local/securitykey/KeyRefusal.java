package dev.vouch.local.securitykey;

/** The key or the browser did not run the ceremony. */
public final class KeyRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String domName;

  KeyRefusal(String domName, String message) {
    super(message);
    this.domName = domName;
  }

  /** The name of the DOMException that a page would see, for instance {@code NotAllowedError}. */
  public String domName() {
    return domName;
  }
}

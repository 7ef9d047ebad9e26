package dev.vouch.local.gateway;

/**
 * Ends an instance where it is thrown, as Lambda does when a process dies: no handler catches an
 * error, so nothing of the request goes on, and the instance is never used again.
 */
public final class InstanceDied extends Error {
  private static final long serialVersionUID = 1L;

  /** Died at this step. */
  public InstanceDied(String step) {
    super(step);
  }
}

package dev.vouch.adapters.lambda;

/** What Lambda itself says to an instance. */
final class RuntimeSettings {
  private RuntimeSettings() {}

  /** Whether the instance is started to have its snapshot taken (SnapStart). */
  static boolean takesSnapshot() {
    return "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
  }
}

package dev.vouch.core.vending;

/** A system that a provider asks while it mints. */
public enum Upstream {
  KMS("AWS KMS"),
  STS("AWS STS"),
  ECR("Amazon ECR");

  private final String title;

  Upstream(String title) {
    this.title = title;
  }

  /** The name that messages use. */
  public String title() {
    return title;
  }
}

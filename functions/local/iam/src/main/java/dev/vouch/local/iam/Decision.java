package dev.vouch.local.iam;

/**
 * What the policies say. An explicit deny anywhere wins; without an allow in every set of policies
 * that applies, the answer is an implicit deny.
 */
public sealed interface Decision {
  /** Which set of policies spoke. */
  enum Source {
    IDENTITY_POLICY,
    SESSION_POLICY,
    TRUST_POLICY,
    RESOURCE_POLICY
  }

  default boolean allowed() {
    return this instanceof Allowed;
  }

  /** The statement is the one that allows in the narrowest set that applies. */
  record Allowed(Statement statement) implements Decision {}

  record ExplicitDeny(Statement statement, Source source) implements Decision {}

  /** The source is the first set in which no statement allows. */
  record ImplicitDeny(Source source) implements Decision {}
}

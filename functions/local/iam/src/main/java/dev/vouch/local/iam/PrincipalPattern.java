package dev.vouch.local.iam;

/**
 * One value of the Principal element. IAM knows no wildcards inside a principal: it is everybody,
 * an account (by number or by its root's ARN, and then everybody in it), or one exact name.
 */
sealed interface PrincipalPattern {
  boolean matches(Principal principal);

  /** Whether it names an account: its identities' own policies then decide who in it may. */
  default boolean delegates() {
    return false;
  }

  /** {@code "Principal": "*"}. */
  record Everybody() implements PrincipalPattern {
    @Override
    public boolean matches(Principal principal) {
      return true;
    }
  }

  /** {@code {"AWS": "*"}}. */
  record EveryAwsIdentity() implements PrincipalPattern {
    @Override
    public boolean matches(Principal principal) {
      return principal.kind() == Principal.Kind.AWS;
    }
  }

  /** {@code {"AWS": "123456789012"}} and {@code {"AWS": "arn:aws:iam::123456789012:root"}}. */
  record Account(String number) implements PrincipalPattern {
    @Override
    public boolean matches(Principal principal) {
      if (principal.kind() != Principal.Kind.AWS) {
        return false;
      }
      String[] parts = principal.name().split(":", 6);
      return parts.length == 6 && parts[4].equals(number);
    }

    @Override
    public boolean delegates() {
      return true;
    }
  }

  record Exactly(Principal principal) implements PrincipalPattern {
    @Override
    public boolean matches(Principal other) {
      return principal.equals(other);
    }
  }
}

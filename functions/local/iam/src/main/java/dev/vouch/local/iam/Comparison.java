package dev.vouch.local.iam;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * How one family of operators reads the policy's value (at load) and the request's value (at each
 * request).
 */
interface Comparison {
  /** The test for one policy value, or empty when the value is none of this family. */
  Optional<Predicate<String>> with(String policyValue);

  static Comparison equal() {
    return policy -> Optional.of(policy::equals);
  }

  static Comparison equalIgnoringCase() {
    return policy -> Optional.of(policy::equalsIgnoreCase);
  }

  static Comparison like() {
    return policy -> Optional.of(text -> Glob.matches(policy, text));
  }

  static Comparison arn() {
    return policy ->
        policy.equals("*")
            ? Optional.of(text -> true)
            : ArnPattern.parse(policy).map(pattern -> pattern::matches);
  }

  static Comparison bool() {
    return policy ->
        policy.equals("true") || policy.equals("false")
            ? Optional.of(policy::equalsIgnoreCase)
            : Optional.empty();
  }

  static Comparison ip() {
    return policy -> IpRange.parse(policy).map(range -> text -> range.contains(address(text)));
  }

  /** {@code sign} is asked with request compared to policy: negative, zero or positive. */
  static Comparison date(IntPredicate sign) {
    return policy ->
        instant(policy).map(limit -> text -> sign.test(requestInstant(text).compareTo(limit)));
  }

  static Comparison number(IntPredicate sign) {
    return policy ->
        decimal(policy)
            .map(limit ->
                text -> {
                  BigDecimal value = decimal(text).orElseThrow(() -> unreadable(text));
                  return sign.test(value.compareTo(limit));
                });
  }

  private static InetAddress address(String text) {
    return IpRange.address(text).orElseThrow(() -> unreadable(text));
  }

  private static Instant requestInstant(String text) {
    return instant(text).orElseThrow(() -> unreadable(text));
  }

  /** ISO 8601 with an offset, a bare date (its start in UTC), or seconds since 1970. */
  private static Optional<Instant> instant(String text) {
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
      }
      return text.contains("T")
          ? Optional.of(OffsetDateTime.parse(text).toInstant())
          : Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException | NumberFormatException notADate) {
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** IAM does not document what then happens, so nothing is decided: the caller must fail. */
  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException("context value does not fit the operator: " + text);
  }
}

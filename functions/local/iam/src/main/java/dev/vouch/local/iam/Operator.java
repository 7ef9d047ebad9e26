package dev.vouch.local.iam;

import java.util.Arrays;
import java.util.Optional;

/**
 * The condition operators known here, by IAM's names. A negated operator holds when the request
 * does not carry the key; every other one then does not (IAM User Guide, "Condition operators",
 * "missing key").
 */
enum Operator {
  STRING_EQUALS("StringEquals", Comparison.equal(), false),
  STRING_NOT_EQUALS("StringNotEquals", Comparison.equal(), true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Comparison.equalIgnoringCase(), false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Comparison.equalIgnoringCase(), true),
  STRING_LIKE("StringLike", Comparison.like(), false),
  STRING_NOT_LIKE("StringNotLike", Comparison.like(), true),
  NUMERIC_EQUALS("NumericEquals", Comparison.number(s -> s == 0), false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Comparison.number(s -> s == 0), true),
  NUMERIC_LESS_THAN("NumericLessThan", Comparison.number(s -> s < 0), false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Comparison.number(s -> s <= 0), false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Comparison.number(s -> s > 0), false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Comparison.number(s -> s >= 0), false),
  DATE_EQUALS("DateEquals", Comparison.date(s -> s == 0), false),
  DATE_NOT_EQUALS("DateNotEquals", Comparison.date(s -> s == 0), true),
  DATE_LESS_THAN("DateLessThan", Comparison.date(s -> s < 0), false),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Comparison.date(s -> s <= 0), false),
  DATE_GREATER_THAN("DateGreaterThan", Comparison.date(s -> s > 0), false),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Comparison.date(s -> s >= 0), false),
  BOOL("Bool", Comparison.bool(), false),
  IP_ADDRESS("IpAddress", Comparison.ip(), false),
  NOT_IP_ADDRESS("NotIpAddress", Comparison.ip(), true),
  ARN_EQUALS("ArnEquals", Comparison.arn(), false),
  ARN_LIKE("ArnLike", Comparison.arn(), false),
  ARN_NOT_EQUALS("ArnNotEquals", Comparison.arn(), true),
  ARN_NOT_LIKE("ArnNotLike", Comparison.arn(), true),
  /** {@code "true"}: the key must be absent; {@code "false"}: it must be present. */
  NULL("Null", Comparison.bool(), false);

  private final String word;

  // every comparison is a function without state
  @SuppressWarnings("ImmutableEnumChecker")
  private final Comparison comparison;

  private final boolean negated;

  Operator(String word, Comparison comparison, boolean negated) {
    this.word = word;
    this.comparison = comparison;
    this.negated = negated;
  }

  static Optional<Operator> named(String word) {
    return Arrays.stream(values()).filter(operator -> operator.word.equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  Comparison comparison() {
    return comparison;
  }

  boolean negated() {
    return negated;
  }
}

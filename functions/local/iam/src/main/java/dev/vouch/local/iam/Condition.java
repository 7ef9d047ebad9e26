package dev.vouch.local.iam;

import dev.vouch.local.iam.MalformedPolicyDocument.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One key under one operator. All conditions of a statement must hold; of the values of one
 * condition any may match, and for a negated operator none may.
 */
record Condition(
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<Predicate<String>> tests) {

  /** How an operator treats a key with several values. */
  enum Quantifier {
    SINGLE(""),
    FOR_ANY_VALUE("ForAnyValue:"),
    FOR_ALL_VALUES("ForAllValues:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final String IF_EXISTS = "IfExists";

  /**
   * @param word the operator with its prefix and suffix, for example {@code
   *     ForAnyValue:StringEqualsIfExists}
   */
  static Condition of(String word, String key, List<String> values) {
    Quantifier quantifier = quantifier(word);
    String rest = word.substring(quantifier.prefix.length());
    boolean ifExists = rest.endsWith(IF_EXISTS);
    String name = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
    Operator operator =
        Operator.named(name)
            .filter(known -> known != Operator.NULL || name.equals(word))
            .orElseThrow(
                () -> new MalformedPolicyDocument(Code.UNKNOWN_OPERATOR, "operator " + word));
    List<Predicate<String>> tests = new ArrayList<>();
    for (String value : values) {
      tests.add(
          operator
              .comparison()
              .with(value)
              .orElseThrow(() ->
                  new MalformedPolicyDocument(
                      Code.WRONG_CONDITION_VALUE, word + " " + key + ": " + value)));
    }
    return new Condition(operator, quantifier, ifExists, key, List.copyOf(tests));
  }

  private static Quantifier quantifier(String word) {
    for (Quantifier quantifier : List.of(Quantifier.FOR_ANY_VALUE, Quantifier.FOR_ALL_VALUES)) {
      if (word.startsWith(quantifier.prefix)) {
        return quantifier;
      }
    }
    return Quantifier.SINGLE;
  }

  boolean holds(RequestContext request) {
    List<String> values = request.values(key);
    if (operator == Operator.NULL) {
      String absent = values.isEmpty() ? "true" : "false";
      return tests.stream().anyMatch(test -> test.test(absent));
    }
    if (values.isEmpty()) {
      return holdsWithoutKey();
    }
    return switch (quantifier) {
      case FOR_ANY_VALUE -> values.stream().anyMatch(this::holdsFor);
      case FOR_ALL_VALUES -> values.stream().allMatch(this::holdsFor);
      case SINGLE -> holdsFor(only(values));
    };
  }

  private boolean holdsWithoutKey() {
    return ifExists
        || switch (quantifier) {
          case FOR_ANY_VALUE -> false;
          case FOR_ALL_VALUES -> true;
          case SINGLE -> operator.negated();
        };
  }

  private boolean holdsFor(String value) {
    return tests.stream().anyMatch(test -> test.test(value)) != operator.negated();
  }

  /** IAM asks for a set operator over a key of many values and says nothing about the rest. */
  private String only(List<String> values) {
    if (values.size() > 1) {
      throw new IllegalArgumentException(operator.word() + " over many values of " + key);
    }
    return values.getFirst();
  }
}

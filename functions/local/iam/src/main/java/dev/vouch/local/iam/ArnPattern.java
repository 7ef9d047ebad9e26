package dev.vouch.local.iam;

import java.util.List;
import java.util.Optional;

/**
 * An ARN with wildcards, compared part by part: a wildcard never reaches over one of the first five
 * colons (IAM User Guide, "Amazon Resource Name (ARN) condition operators"). The sixth part is the
 * rest, its own colons and slashes included.
 */
record ArnPattern(List<String> parts) {
  private static final int PARTS = 6;

  /** Empty when the text is not {@code arn:} and five more parts, or leaves the service open. */
  static Optional<ArnPattern> parse(String text) {
    List<String> parts = List.of(text.split(":", PARTS));
    if (parts.size() != PARTS || !parts.get(0).equals("arn")) {
      return Optional.empty();
    }
    String service = parts.get(2);
    if (service.isEmpty() || service.contains("*") || service.contains("?")) {
      return Optional.empty();
    }
    return parts.get(5).isEmpty() ? Optional.empty() : Optional.of(new ArnPattern(parts));
  }

  /** A text that is no ARN matches no pattern. */
  boolean matches(String text) {
    String[] actual = text.split(":", PARTS);
    if (actual.length != PARTS) {
      return false;
    }
    for (int i = 0; i < PARTS; i++) {
      if (!Glob.matches(parts.get(i), actual[i])) {
        return false;
      }
    }
    return true;
  }
}

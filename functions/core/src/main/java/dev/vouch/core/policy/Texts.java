package dev.vouch.core.policy;

/** What names and addresses in a policy may look like. */
final class Texts {
  static final int MAX_NAME_LENGTH = 64;
  static final int MAX_ADDRESS_LENGTH = 254;

  private Texts() {}

  /** Letters, digits, {@code .}, {@code _} and {@code -}, the first a letter or digit. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME_LENGTH
        && isLetterOrDigit(text.charAt(0))
        && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
  }

  /** As {@link #isName}, in lower case. */
  static boolean isGroup(String text) {
    return isName(text) && isLowerCase(text);
  }

  /**
   * An e-mail address in the plain form that people have: no quotes, no comments, a domain of at
   * least two labels.
   */
  static boolean isAddress(String text) {
    int at = text.indexOf('@');
    return text.length() <= MAX_ADDRESS_LENGTH
        && at > 0
        && isLocalPart(text.substring(0, at))
        && isDomain(text.substring(at + 1));
  }

  private static boolean isLocalPart(String text) {
    boolean dots = text.startsWith(".") || text.endsWith(".") || text.contains("..");
    return !dots && text.chars().allMatch(c -> isLetterOrDigit(c) || "._+=,-".indexOf(c) >= 0);
  }

  private static boolean isDomain(String text) {
    String[] labels = text.split("\\.", -1);
    if (labels.length < 2) {
      return false;
    }
    for (String label : labels) {
      boolean edge = label.startsWith("-") || label.endsWith("-");
      if (label.isEmpty() || edge || !label.chars().allMatch(c -> isLetterOrDigit(c) || c == '-')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLowerCase(String text) {
    return text.chars().noneMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}

package dev.vouch.local.iam;

/**
 * IAM's wildcards: {@code *} stands for any run of characters, {@code /} included, and {@code ?}
 * for exactly one. Case-sensitive. Takes time in the product of both lengths at worst, so that a
 * hostile pattern cannot stall the evaluator.
 */
final class Glob {
  private Glob() {}

  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && matchesOne(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean matchesOne(char pattern, char text) {
    return pattern == '?' || pattern == text;
  }
}

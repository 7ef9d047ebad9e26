package dev.vouch.core.registry;

import java.util.Optional;

/**
 * A repository name as ECR allows it (ECR API reference, CreateRepository): 2 to 256 characters,
 * path components of lower-case letters and digits, which single {@code .}, {@code _} or {@code -}
 * may separate.
 */
public record RepositoryName(String text) {
  public static final int MIN_LENGTH = 2;
  public static final int MAX_LENGTH = 256;

  public RepositoryName {
    if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH || !isPath(text)) {
      throw new IllegalArgumentException("no repository name: " + text);
    }
  }

  public static Optional<RepositoryName> parse(String text) {
    return text.length() >= MIN_LENGTH && text.length() <= MAX_LENGTH && isPath(text)
        ? Optional.of(new RepositoryName(text))
        : Optional.empty();
  }

  /** The grammar without the length: no separator first, last, or beside another. */
  static boolean isPath(String text) {
    boolean afterSeparator = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == '_' || c == '-' || c == '/') {
        if (afterSeparator) {
          return false;
        }
        afterSeparator = true;
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        afterSeparator = false;
      } else {
        return false;
      }
    }
    return !afterSeparator;
  }
}

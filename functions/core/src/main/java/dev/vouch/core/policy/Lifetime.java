package dev.vouch.core.policy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How long a credential's authority lasts, at most: whole seconds, {@link #MIN} to {@link #MAX},
 * both included. The longest is what an ECR token itself lasts.
 */
public record Lifetime(Duration duration) implements Comparable<Lifetime> {
  public static final Duration MIN = Duration.ofSeconds(5);
  public static final Duration MAX = Duration.ofHours(12);

  /** For a grant that says nothing. */
  public static final Lifetime DEFAULT = new Lifetime(Duration.ofHours(1));

  /** More digits than any lifetime in range has, so that a number always fits a {@code long}. */
  private static final int MAX_DIGITS = 9;

  public Lifetime {
    boolean whole = duration.truncatedTo(ChronoUnit.SECONDS).equals(duration);
    if (!whole || duration.compareTo(MIN) < 0 || duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("no lifetime: " + duration);
    }
  }

  /** Reads {@code 90s}, {@code 5m} or {@code 1h}; the range is not looked at. */
  public static Optional<Duration> parse(String text) {
    int digits = text.length() - 1;
    if (digits < 1 || digits > MAX_DIGITS || text.charAt(0) == '0') {
      return Optional.empty();
    }
    String number = text.substring(0, digits);
    if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    long amount = Long.parseLong(number);
    return switch (text.charAt(digits)) {
      case 's' -> Optional.of(Duration.ofSeconds(amount));
      case 'm' -> Optional.of(Duration.ofMinutes(amount));
      case 'h' -> Optional.of(Duration.ofHours(amount));
      default -> Optional.empty();
    };
  }

  /** In seconds, which {@link #parse} reads back. */
  String text() {
    return duration.toSeconds() + "s";
  }

  @Override
  public int compareTo(Lifetime other) {
    return duration.compareTo(other.duration);
  }
}

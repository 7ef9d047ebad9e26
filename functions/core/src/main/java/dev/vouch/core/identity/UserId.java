package dev.vouch.core.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user's e-mail address in lower case. It is also the STS source identity and a session tag, so
 * it stays within the grammar of both: 2 to 64 characters of {@code [\w+=.@-]} (AWS STS API
 * reference, AssumeRole; a tag's value takes no comma).
 *
 * @param value the address
 */
public record UserId(String value) {
  private static final Pattern ADDRESS = Pattern.compile("[a-z0-9_+=.-]+@[a-z0-9.-]+");
  private static final int MAX = 64;

  /** Empty where {@code address} cannot be a user id. */
  public static Optional<UserId> parse(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.length() <= MAX && ADDRESS.matcher(lower).matches()
        ? Optional.of(new UserId(lower))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}

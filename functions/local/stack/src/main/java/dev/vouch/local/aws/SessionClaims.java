package dev.vouch.local.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a web-identity token that become session tags and source identity.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html">Passing
 *     session tags with AssumeRoleWithWebIdentity</a>
 */
final class SessionClaims {
  static final String TAGS = "https://aws.amazon.com/tags";
  static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";
  private static final int MOST_TAGS = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private SessionClaims() {}

  /** The tags, or nothing when the claim does not have AWS's shape or limits. */
  static Optional<Map<String, String>> tags(@Nullable Object claim) {
    if (claim == null) {
      return Optional.of(Map.of());
    }
    if (!(claim instanceof Map<?, ?> members)
        || !(members.get("principal_tags") instanceof Map<?, ?> tags)
        || tags.size() > MOST_TAGS) {
      return Optional.empty();
    }
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<?, ?> tag : tags.entrySet()) {
      if (!(tag.getKey() instanceof String key)
          || !(tag.getValue() instanceof List<?> values)
          || values.size() != 1
          || !(values.getFirst() instanceof String value)
          || !isTag(key, value)) {
        return Optional.empty();
      }
      read.put(key, value);
    }
    return areKnown(members.get("transitive_tag_keys"), read)
        ? Optional.of(read)
        : Optional.empty();
  }

  /** Whether this may be a source identity: STS refuses the prefix {@code aws:}. */
  static boolean isSourceIdentity(String text) {
    return WebIdentityRequest.NAME.matcher(text).matches() && !text.startsWith("aws:");
  }

  private static boolean isTag(String key, String value) {
    return !key.isEmpty()
        && key.length() <= LONGEST_KEY
        && value.length() <= LONGEST_VALUE
        && !key.startsWith("aws:")
        && hasTagCharacters(key)
        && hasTagCharacters(value);
  }

  private static boolean hasTagCharacters(String text) {
    return text.codePoints()
        .allMatch(c ->
            Character.isLetterOrDigit(c) || Character.isSpaceChar(c) || "_.:/=+-@".indexOf(c) >= 0);
  }

  private static boolean areKnown(@Nullable Object keys, Map<String, String> tags) {
    return keys == null || (keys instanceof List<?> list && tags.keySet().containsAll(list));
  }
}

package dev.vouch.core.policy;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * One thing that is wrong with a policy document.
 *
 * @param path where, for example {@code grants[0].repositories[2]}; {@code policy} for the whole
 * @param message what is wrong and what would be right, one sentence for a person
 * @param line where in the file, from 1, if the file has lines
 */
public record Problem(String path, Code code, String message, OptionalInt line) {
  /** What kind of thing; the codes are stable. */
  public enum Code {
    UNKNOWN_MEMBER,
    NOT_SUPPORTED,
    DUPLICATE_MEMBER,
    MISSING_MEMBER,
    WRONG_TYPE,
    EMPTY_LIST,
    TOO_MANY,
    DUPLICATE_VALUE,
    WRONG_HOST,
    DUPLICATE_REGISTRY,
    PROVIDER_NOT_SUPPORTED,
    UNKNOWN_PROVIDER,
    WRONG_ROLE,
    ROLE_OF_ANOTHER_ACCOUNT,
    WRONG_ANONYMOUS,
    WRONG_NAME,
    DUPLICATE_NAME,
    WRONG_OWNER,
    WRONG_SUBJECTS,
    WRONG_GROUP,
    WRONG_USER,
    UNKNOWN_REGISTRY,
    WRONG_REPOSITORY,
    UNKNOWN_ACTION,
    PUSH_WITHOUT_PULL,
    WRONG_LIFETIME,
    LIFETIME_TOO_SHORT,
    LIFETIME_TOO_LONG;

    /** As answers write it, for example {@code unknown_member}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

package dev.vouch.adapters.system;

import java.util.List;
import java.util.Optional;

/** The names of the keys in AWS KMS. */
public final class KeySettings {
  /** Signs web identities. */
  public static final Setting<String> ISSUER = key("issuer");

  /** Those that web identities are verified with: two while one takes the other's place. */
  public static final Setting<List<String>> PUBLISHED =
      Setting.required(
          "vouch.keys.published",
          "ids or ARNs of keys in AWS KMS, with commas between them",
          KeySettings::keys);

  /** Authenticates what travels through the browser. */
  public static final Setting<String> CHALLENGE = key("challenge");

  private KeySettings() {}

  private static Setting<String> key(String which) {
    return Setting.required(
        "vouch.keys." + which,
        "the id, alias or ARN of a key in AWS KMS",
        (text, _) -> Optional.of(text).filter(KeySettings::isKey));
  }

  private static Optional<List<String>> keys(String text, Setting.Others others) {
    return Optional.of(List.of(text.split(",", -1)))
        .filter(names -> names.stream().allMatch(KeySettings::isKey));
  }

  private static boolean isKey(String name) {
    return name.matches("[A-Za-z0-9:/_-]{1,2048}");
  }
}

package dev.vouch.local.signature;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The access keys that exist in this stack. All are drawn at random when it starts. */
public final class AccessKeys {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private final SecureRandom random = new SecureRandom();
  private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();

  /** A long-lived key of a user. */
  public AccessKey issue(Caller caller) {
    return keep("AKIA", null, null, caller);
  }

  /** A temporary key, good until {@code expires}. */
  public AccessKey issueTemporary(Caller caller, Instant expires) {
    return keep("ASIA", text(96), expires, caller);
  }

  /** The key of this id, expired ones included. */
  public Optional<AccessKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** A unique id as AWS gives them to users and roles, e.g. AROA and 16 letters. */
  public String uniqueId(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < 16; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  private AccessKey keep(
      String prefix, @Nullable String token, @Nullable Instant expires, Caller caller) {
    AccessKey key = new AccessKey(uniqueId(prefix), text(30), token, expires, caller);
    keys.put(key.id(), key);
    return key;
  }

  private String text(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    // DynamoDB Local takes letters and digits only, so no other character is used anywhere
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(drawn)
        .replace('-', 'x')
        .replace('_', 'y');
  }
}

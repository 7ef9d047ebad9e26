package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import java.util.Optional;

/**
 * An opaque access token: {@code <32 random bytes>.<user id>.<key id>}, in base64url.
 *
 * <p>User and key are hints that let one read fetch all rows at once. They prove nothing: {@link
 * SessionEvidence} holds them against the rows.
 *
 * @param token the whole token
 * @param user the hint of whom it was issued to
 * @param key the hint of which key signed the login
 */
public record AccessToken(Secret token, UserId user, String key) {
  private static final int RANDOM_BYTES = 32;
  private static final int MAX_LENGTH = 256;

  /** Draws a new token. */
  public static AccessToken issue(RandomSource random, UserId user, String key) {
    String name = Base64Url.encode(user.value().getBytes(UTF_8));
    String text = Base64Url.encode(random.bytes(RANDOM_BYTES)) + "." + name + "." + key;
    return new AccessToken(Secret.of(text), user, key);
  }

  /** Reads a token as a client presents it; empty when it cannot be one of ours. */
  public static Optional<AccessToken> parse(String text) {
    String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("\\.", -1);
    if (parts.length != 3
        || Base64Url.decode(parts[0]).filter(bytes -> bytes.length == RANDOM_BYTES).isEmpty()
        || Sha256.parse(parts[2]).isEmpty()) {
      return Optional.empty();
    }
    return Base64Url.decode(parts[1])
        .map(name -> Bytes.of(name).utf8())
        .flatMap(name -> UserId.parse(name).filter(user -> user.value().equals(name)))
        .map(user -> new AccessToken(Secret.of(text), user, parts[2]));
  }

  /** The id of the session that it opens: base64url of its SHA-256. */
  public String sessionId() {
    return token.hash().base64Url();
  }
}

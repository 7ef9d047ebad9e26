package dev.vouch.core.session;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a security key signs at a login: the SHA-256 of these bytes is the WebAuthn challenge.
 *
 * <p>The bytes are JSON with exactly these members in this order and no white space, so that one
 * statement has one form: {@code v} (1), {@code purpose}, {@code iss}, {@code request}, {@code
 * jkt}, {@code iat}, {@code lifetime}, {@code nonce}.
 *
 * @param purpose {@code login}; other purposes parse and are for the reader to refuse
 * @param issuer who asked for the touch
 * @param request base64url of the SHA-256 of the authorization request
 * @param jkt the thumbprint of the only DPoP key that may use the session
 * @param issuedAt in whole seconds
 * @param lifetime of the session, from {@code issuedAt}, in whole seconds
 * @param nonce base64url of 32 random bytes
 */
public record LoginStatement(
    String purpose,
    String issuer,
    String request,
    String jkt,
    Instant issuedAt,
    Duration lifetime,
    String nonce) {
  public static final String PURPOSE = "login";

  /** How long after {@code issuedAt} the ceremony may end. */
  public static final Duration CEREMONY = Duration.ofMinutes(5);

  /** The longest session. */
  public static final Duration MAX_LIFETIME = Duration.ofHours(8);

  private static final String[] MEMBERS = {
    "v", "purpose", "iss", "request", "jkt", "iat", "lifetime", "nonce"
  };

  /** The exact bytes. */
  public Bytes bytes() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("v", 1);
    members.put("purpose", purpose);
    members.put("iss", issuer);
    members.put("request", request);
    members.put("jkt", jkt);
    members.put("iat", issuedAt.getEpochSecond());
    members.put("lifetime", lifetime.toSeconds());
    members.put("nonce", nonce);
    return Bytes.of(Json.write(members));
  }

  /** The WebAuthn challenge that commits to this statement. */
  public Sha256 challenge() {
    return Sha256.of(bytes());
  }

  /** When a session of this statement ends. */
  public Instant expiresAt() {
    return issuedAt.plus(lifetime);
  }

  /** Reads a statement; empty unless the bytes are exactly what {@link #bytes} writes. */
  public static Optional<LoginStatement> parse(Bytes bytes) {
    try {
      JsonObject object = Json.parse(bytes.toArray()).only(MEMBERS);
      var statement =
          new LoginStatement(
              object.string("purpose"),
              object.string("iss"),
              object.string("request"),
              object.string("jkt"),
              Instant.ofEpochSecond(seconds(object.integer("iat"))),
              Duration.ofSeconds(seconds(object.integer("lifetime"))),
              object.string("nonce"));
      return statement.bytes().equals(bytes) ? Optional.of(statement) : Optional.empty();
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }

  /** Keeps dates within the range that arithmetic on instants bears; others do not round-trip. */
  private static long seconds(long value) {
    return Math.clamp(value, 0, 253_402_300_799L);
  }
}

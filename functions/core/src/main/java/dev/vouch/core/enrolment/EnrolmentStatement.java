package dev.vouch.core.enrolment;

import dev.vouch.core.identity.UserId;
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
 * What a security key is asked to commit to when it is enrolled: the SHA-256 of these bytes is the
 * WebAuthn challenge.
 *
 * <p>The bytes are JSON with exactly these members in this order and no white space, so that one
 * statement has one form: {@code v} (1), {@code purpose}, {@code iss}, {@code user}, {@code
 * invitation}, {@code iat}, {@code nonce}.
 *
 * @param issuer who asked
 * @param user to whom the key will belong
 * @param invitation the SHA-256 of the invitation's secret
 * @param issuedAt in whole seconds
 * @param nonce base64url of 32 random bytes
 */
public record EnrolmentStatement(
    String issuer, UserId user, Sha256 invitation, Instant issuedAt, String nonce) {
  /** How long after {@code issuedAt} the ceremony may end. */
  public static final Duration CEREMONY = Duration.ofMinutes(5);

  private static final String PURPOSE = "enrol";
  private static final String[] MEMBERS = {
    "v", "purpose", "iss", "user", "invitation", "iat", "nonce"
  };

  /** The exact bytes. */
  public Bytes bytes() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("v", 1);
    members.put("purpose", PURPOSE);
    members.put("iss", issuer);
    members.put("user", user.value());
    members.put("invitation", invitation.base64Url());
    members.put("iat", issuedAt.getEpochSecond());
    members.put("nonce", nonce);
    return Bytes.of(Json.write(members));
  }

  /** The WebAuthn challenge that commits to this statement. */
  public Sha256 challenge() {
    return Sha256.of(bytes());
  }

  /** From this instant on the statement is refused. */
  public Instant expiresAt() {
    return issuedAt.plus(CEREMONY);
  }

  /** Reads a statement; empty unless the bytes are exactly what {@link #bytes} writes. */
  public static Optional<EnrolmentStatement> parse(Bytes bytes) {
    try {
      JsonObject object = Json.parse(bytes.toArray()).only(MEMBERS);
      Optional<UserId> user = UserId.parse(object.string("user"));
      Optional<Sha256> invitation = Sha256.parse(object.string("invitation"));
      if (user.isEmpty() || invitation.isEmpty()) {
        return Optional.empty();
      }
      var statement =
          new EnrolmentStatement(
              object.string("iss"),
              user.get(),
              invitation.get(),
              Instant.ofEpochSecond(Math.clamp(object.integer("iat"), 0, 253_402_300_799L)),
              object.string("nonce"));
      return statement.bytes().equals(bytes) ? Optional.of(statement) : Optional.empty();
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }
}

package dev.vouch.core.session;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.identity.User;
import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user with an enrolled key and a login that the key signed, right unless a test changes one
 * thing.
 */
public final class TestLogin {
  public static final PublicBaseUrl BASE =
      PublicBaseUrl.https("https://vouch.example.com").orElseThrow();

  /** User present and user verified. */
  static final int FLAGS = 0x05;

  private final KeyPair pair = TestDpopKey.pairOn("secp256r1");
  private final UserId user;
  private final EnrolledKey key;

  public TestLogin(String user) {
    this.user = UserId.parse(user).orElseThrow();
    key = key(this.user, Bytes.of(pair.getPublic().getEncoded()));
  }

  private EnrolledKey key(UserId owner, Bytes publicKey) {
    Bytes credential = Bytes.of(pair.getPublic().getEncoded());
    return new EnrolledKey(
        EnrolledKey.idOf(credential),
        owner,
        credential,
        publicKey,
        "00000000-0000-0000-0000-000000000001",
        "Test Key",
        Bytes.utf8("attestation object"),
        Bytes.utf8("client data"),
        0,
        Instant.parse("2026-11-01T10:00:00Z"));
  }

  /** The same key as if enrolled by somebody else. */
  EnrolledKey keyOf(UserId owner) {
    return key(owner, key.publicKey());
  }

  /** The same key as if enrolled with another public key. */
  EnrolledKey keyWith(Bytes publicKey) {
    return key(user, publicKey);
  }

  public EnrolledKey key() {
    return key;
  }

  public User user() {
    return user(User.Status.ACTIVE);
  }

  public User user(User.Status status) {
    return new User(
        user,
        List.of("platform"),
        status,
        Bytes.of(new byte[32]),
        Instant.parse("2026-11-01T09:00:00Z"));
  }

  /** A new access token for this user and key. */
  public AccessToken token() {
    return AccessToken.issue(new DistinctRandom(), user, key.id());
  }

  /** A touch at this time for this DPoP key, for 8 hours. */
  public Touch touch(String jkt, Instant at) {
    return new Touch(
        new LoginStatement(
            LoginStatement.PURPOSE,
            BASE.issuer(),
            Sha256.of("a request").base64Url(),
            jkt,
            at,
            Duration.ofHours(8),
            Sha256.of("a nonce").base64Url()));
  }

  /** A session that the key signed for, started at the time of the touch. */
  public Session session(AccessToken token, Touch touch) {
    return new Session(
        token.sessionId(),
        user,
        key.id(),
        touch.statement.jkt(),
        touch.statement.issuedAt(),
        touch.statement.expiresAt(),
        Optional.empty(),
        touch.evidence(),
        "aaaaaaaaaaaaaaaaaaaa-1");
  }

  /** One touch in the making. */
  public final class Touch {
    private final LoginStatement statement;
    private final Map<String, @Nullable Object> clientData = new LinkedHashMap<>();
    private String rpId = BASE.rpId();
    private int flags = FLAGS;

    private Touch(LoginStatement statement) {
      this.statement = statement;
      clientData.put("type", "webauthn.get");
      clientData.put("challenge", statement.challenge().base64Url());
      clientData.put("origin", BASE.origin());
      clientData.put("crossOrigin", false);
    }

    /** What the key signed. */
    public LoginStatement statement() {
      return statement;
    }

    Touch statement(LoginStatement other) {
      return new Touch(other);
    }

    Touch clientData(String name, @Nullable Object value) {
      clientData.put(name, value);
      return this;
    }

    Touch rpId(String other) {
      rpId = other;
      return this;
    }

    Touch flags(int other) {
      flags = other;
      return this;
    }

    /** What the key gave. */
    public Session.Evidence evidence() {
      return evidence(authenticatorData(), Bytes.of(Json.write(clientData)));
    }

    Session.Evidence evidence(Bytes authenticatorData, Bytes client) {
      return new Session.Evidence(
          statement.bytes(), authenticatorData, client, sign(authenticatorData, client));
    }

    Bytes authenticatorData() {
      byte[] data = Arrays.copyOf(Sha256.of(rpId).toArray(), 37);
      data[32] = (byte) flags;
      data[36] = 7;
      return Bytes.of(data);
    }
  }

  private Bytes sign(Bytes authenticatorData, Bytes clientData) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(authenticatorData.toArray());
      signature.update(Sha256.of(clientData).toArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

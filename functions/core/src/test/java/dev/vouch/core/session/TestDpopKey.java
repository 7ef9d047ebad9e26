package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.core.json.Json;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client's DPoP key, and proofs made with it, right unless a test changes one thing. */
public final class TestDpopKey {
  private static final AtomicInteger IDS = new AtomicInteger();

  private final KeyPair pair;

  private TestDpopKey(KeyPair pair) {
    this.pair = pair;
  }

  public static TestDpopKey generate() {
    return new TestDpopKey(pairOn("secp256r1"));
  }

  static KeyPair pairOn(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The RFC 7638 thumbprint. */
  public String thumbprint() {
    return Sha256.of(Json.write(new java.util.TreeMap<>(jwk()))).base64Url();
  }

  Map<String, @Nullable Object> jwk() {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    Map<String, @Nullable Object> jwk = new LinkedHashMap<>();
    jwk.put("kty", "EC");
    jwk.put("crv", "P-256");
    jwk.put("x", coordinate(point.getAffineX()));
    jwk.put("y", coordinate(point.getAffineY()));
    return jwk;
  }

  /** A proof for a request without an access token, with a fresh {@code jti}. */
  public Proofs proof(String method, String url, Instant now) {
    var proof = new Proofs();
    proof.header.put("typ", "dpop+jwt");
    proof.header.put("alg", "ES256");
    proof.header.put("jwk", jwk());
    proof.claims.put("jti", "test-proof-id-" + String.format("%08d", IDS.incrementAndGet()));
    proof.claims.put("htm", method);
    proof.claims.put("htu", url);
    proof.claims.put("iat", now.getEpochSecond());
    return proof;
  }

  /** A proof in the making. A {@code null} value removes the member. */
  public final class Proofs {
    final Map<String, @Nullable Object> header = new LinkedHashMap<>();
    final Map<String, @Nullable Object> claims = new LinkedHashMap<>();

    private Proofs() {}

    public Proofs header(String name, @Nullable Object value) {
      return put(header, name, value);
    }

    public Proofs claim(String name, @Nullable Object value) {
      return put(claims, name, value);
    }

    /** Adds the hash of an access token. */
    public Proofs accessToken(String token) {
      return claim("ath", Sha256.of(token).base64Url());
    }

    /** The compact form. */
    public String sign() {
      return sign(TestDpopKey.this);
    }

    String sign(TestDpopKey signer) {
      String input = part(header) + "." + part(claims);
      return input + "." + Base64Url.encode(signer.signature(input));
    }

    private Proofs put(Map<String, @Nullable Object> to, String name, @Nullable Object value) {
      if (value == null) {
        to.remove(name);
      } else {
        to.put(name, value);
      }
      return this;
    }
  }

  byte[] signature(String input) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(Map<String, @Nullable Object> members) {
    return Base64Url.encode(Json.write(members));
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return Base64Url.encode(fixed);
  }
}

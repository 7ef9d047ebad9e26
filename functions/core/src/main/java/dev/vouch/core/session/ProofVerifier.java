package dev.vouch.core.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks DPoP proofs (RFC 9449 §4.3): ES256 with a P-256 key, and nothing else.
 *
 * <p>Check 10 (nonce) has nothing to test, since Vouch hands out no nonces. That a proof is used
 * once, and that its key is the one a token is bound to, depend on stored rows: see {@link Proof}.
 */
public final class ProofVerifier {
  /** How far {@code iat} may be from the server's time, either way, the bound included. */
  public static final Duration TOLERANCE = Duration.ofSeconds(60);

  private static final int MAX_LENGTH = 4096;
  private static final int MIN_ID = 16;
  private static final int MAX_ID = 128;
  private static final int COORDINATE = 32;

  /**
   * A request that should carry a proof.
   *
   * @param proofs the values of its DPoP headers
   * @param method in upper case
   * @param url the URL that the public reaches the route under, without query and fragment
   * @param accessToken the token that came with it
   */
  public record ProvenRequest(
      List<String> proofs, String method, String url, Optional<Secret> accessToken) {
    public ProvenRequest {
      proofs = List.copyOf(proofs);
    }
  }

  private record Parts(JsonObject header, JsonObject claims, Bytes signed, Bytes signature) {}

  /** Ends the checks; caught in {@link #verify} and seen by nobody else. */
  private static final class Refuse extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ProofRefusal refusal;

    Refuse(ProofRefusal refusal) {
      super(refusal.code(), null, false, false);
      this.refusal = refusal;
    }
  }

  private ProofVerifier() {}

  /** Runs every check in the order of the RFC; the first that fails is the answer. */
  public static ProofResult verify(ProvenRequest request, Instant now) {
    try {
      Parts parts = parts(theOnlyProof(request.proofs()));
      demand(text(parts.header, "typ").equals("dpop+jwt"), new ProofRefusal.WrongType());
      demand(text(parts.header, "alg").equals("ES256"), new ProofRefusal.WrongAlgorithm());
      ECKey key = key(parts.header);
      String id = text(parts.claims, "jti");
      demand(id.length() >= MIN_ID && id.length() <= MAX_ID, new ProofRefusal.BadId());
      demand(isSigned(parts, key), new ProofRefusal.BadSignature());
      checkTarget(parts.claims, request);
      Instant issuedAt = checkAge(parts.claims, now);
      checkTokenHash(parts.claims, request);
      return new ProofResult.Proven(new Proof(thumbprint(key), Sha256.of(id), issuedAt));
    } catch (Refuse e) {
      return new ProofResult.Refused(e.refusal);
    }
  }

  private static String theOnlyProof(List<String> proofs) throws Refuse {
    demand(!proofs.isEmpty(), new ProofRefusal.Missing());
    demand(proofs.size() == 1, new ProofRefusal.Repeated());
    return proofs.getFirst();
  }

  private static Parts parts(String proof) throws Refuse {
    demand(proof.length() <= MAX_LENGTH, malformed("longer than " + MAX_LENGTH + " characters"));
    String[] parts = proof.split("\\.", -1);
    demand(parts.length == 3, malformed("not three parts"));
    JsonObject header = object(parts[0], "header");
    // an extension that must be understood is one that we do not know (RFC 7515 §4.1.11)
    demand(!header.toMap().containsKey("crit"), malformed("critical header members"));
    return new Parts(
        header,
        object(parts[1], "payload"),
        Bytes.utf8(parts[0] + "." + parts[1]),
        Bytes.of(bytes(parts[2], "signature")));
  }

  private static ECKey key(JsonObject header) throws Refuse {
    JsonObject jwk = member(header, "jwk");
    String type = text(jwk, "kty");
    demand(!type.equals("oct"), new ProofRefusal.SymmetricKey());
    demand(!jwk.toMap().containsKey("d"), new ProofRefusal.PrivateKey());
    ProofRefusal unusable = new ProofRefusal.UnusableKey();
    demand(type.equals("EC"), unusable);
    demand(isCoordinate(text(jwk, "x")) && isCoordinate(text(jwk, "y")), unusable);
    try {
      // also refuses a point that is not on the curve
      ECKey key = ECKey.parse(jwk.toMap());
      demand(key.getCurve().equals(Curve.P_256), unusable);
      return key;
    } catch (ParseException e) {
      throw new Refuse(unusable);
    }
  }

  /** One canonical form, so that one key has one thumbprint. */
  private static boolean isCoordinate(String text) {
    return Base64Url.decode(text).filter(bytes -> bytes.length == COORDINATE).isPresent();
  }

  private static boolean isSigned(Parts parts, ECKey key) {
    try {
      return new ECDSAVerifier(key)
          .verify(
              new JWSHeader(JWSAlgorithm.ES256),
              parts.signed.toArray(),
              Base64URL.encode(parts.signature.toArray()));
    } catch (JOSEException e) {
      return false;
    }
  }

  /** RFC 7638. */
  private static String thumbprint(ECKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static void checkTarget(JsonObject claims, ProvenRequest request) throws Refuse {
    demand(
        text(claims, "htm").equals(request.method()),
        new ProofRefusal.WrongMethod(request.method()));
    demand(text(claims, "htu").equals(request.url()), new ProofRefusal.WrongUrl(request.url()));
  }

  private static Instant checkAge(JsonObject claims, Instant now) throws Refuse {
    long issued;
    try {
      issued = claims.integer("iat");
    } catch (InvalidJson e) {
      throw new Refuse(new ProofRefusal.ClaimMissing("iat"));
    }
    long tolerance = TOLERANCE.toSeconds();
    long second = now.getEpochSecond();
    boolean fresh = issued >= second - tolerance && issued <= second + tolerance;
    demand(fresh, new ProofRefusal.Expired(second - issued));
    return Instant.ofEpochSecond(issued);
  }

  private static void checkTokenHash(JsonObject claims, ProvenRequest request) throws Refuse {
    if (request.accessToken().isPresent()) {
      // the hash of the token's ASCII characters (RFC 9449 §4.2)
      String expected = request.accessToken().get().hash().base64Url();
      demand(text(claims, "ath").equals(expected), new ProofRefusal.WrongTokenHash());
    }
  }

  private static JsonObject object(String part, String name) throws Refuse {
    try {
      return Json.parse(bytes(part, name));
    } catch (InvalidJson e) {
      throw new Refuse(malformed("the " + name + " is not a JSON object"));
    }
  }

  private static byte[] bytes(String part, String name) throws Refuse {
    return Base64Url.decode(part)
        .orElseThrow(() -> new Refuse(malformed("the " + name + " is not base64url")));
  }

  private static JsonObject member(JsonObject object, String name) throws Refuse {
    try {
      return object.object(name);
    } catch (InvalidJson e) {
      throw new Refuse(new ProofRefusal.ClaimMissing(name));
    }
  }

  private static String text(JsonObject object, String name) throws Refuse {
    try {
      return object.string(name);
    } catch (InvalidJson e) {
      throw new Refuse(new ProofRefusal.ClaimMissing(name));
    }
  }

  private static ProofRefusal malformed(String why) {
    return new ProofRefusal.Malformed(why);
  }

  private static void demand(boolean holds, ProofRefusal refusal) throws Refuse {
    if (!holds) {
      throw new Refuse(refusal);
    }
  }
}

package dev.vouch.core.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Every signed proof that is refused, each right but for one thing, for any route.
 *
 * @param token the access token, where the route takes one
 */
public record WrongProofs(
    TestDpopKey key, String method, String url, Optional<String> token, Instant now) {
  private static final String NO_SIGNATURE = "A".repeat(86);

  /**
   * A proof.
   *
   * @param code of the refusal that it leads to
   */
  public record Wrong(String code, String proof) {}

  /** All of them. */
  public List<Wrong> all() {
    List<Wrong> all = new ArrayList<>();
    String right = proof(key).sign();
    all.add(new Wrong("proof_signature", right.replaceFirst("[^.]*$", NO_SIGNATURE)));
    all.add(changed("proof_claim_missing", proof -> proof.claim("jti", null)));
    all.add(changed("proof_wrong_type", proof -> proof.header("typ", "JWT")));
    all.add(changed("proof_algorithm", proof -> proof.header("alg", "ES384")));
    all.add(changed("proof_key_private", proof -> proof.header("jwk", jwk("d", "AQ"))));
    all.add(changed("proof_key_symmetric", proof -> proof.header("jwk", jwk("kty", "oct"))));
    all.add(changed("proof_key_unusable", proof -> proof.header("jwk", jwk("crv", "P-384"))));
    all.add(changed("proof_method", proof -> proof.claim("htm", "PATCH")));
    all.add(changed("proof_url", proof -> proof.claim("htu", url + "/")));
    all.add(changed("proof_id", proof -> proof.claim("jti", "short")));
    if (token.isPresent()) {
      all.add(changed("proof_token_hash", proof -> proof.accessToken("another")));
    }
    all.add(new Wrong("proof_key_mismatch", proof(TestDpopKey.generate()).sign()));
    LongStream.of(-3600, -61, 61, 3600)
        .forEach(skew -> all.add(new Wrong("proof_expired", madeAt(skew))));
    return all;
  }

  /** Right proofs of a client whose clock is a minute behind, and a minute ahead. */
  public List<String> skewed() {
    return List.of(madeAt(-60), madeAt(60));
  }

  private String madeAt(long skew) {
    return proof(key).claim("iat", now.getEpochSecond() + skew).sign();
  }

  private Wrong changed(String code, Consumer<TestDpopKey.Proofs> change) {
    TestDpopKey.Proofs proof = proof(key);
    change.accept(proof);
    return new Wrong(code, proof.sign());
  }

  private TestDpopKey.Proofs proof(TestDpopKey signer) {
    TestDpopKey.Proofs proof = signer.proof(method, url, now);
    return token.map(proof::accessToken).orElse(proof);
  }

  private Map<String, @Nullable Object> jwk(String name, String value) {
    Map<String, @Nullable Object> jwk = new HashMap<>(key.jwk());
    jwk.put(name, value);
    return jwk;
  }
}

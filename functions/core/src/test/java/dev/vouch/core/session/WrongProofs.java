package dev.vouch.core.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every token and every proof that is refused, each right but for one thing, for any route.
 *
 * @param token the access token, where the route takes one
 */
public record WrongProofs(
    TestDpopKey key, String method, String url, Optional<String> token, Instant now) {
  private static final String NO_SIGNATURE = "A".repeat(86);

  /**
   * What a request presents.
   *
   * @param code of the refusal that it leads to
   * @param authorization the values of the header Authorization
   * @param proofs the values of the header DPoP
   */
  public record Presented(String code, List<String> authorization, List<String> proofs) {}

  /** Every wrong token, beside a right proof. */
  public List<Presented> tokens() {
    String right = token.orElseThrow();
    List<String> proofs = List.of(proof().sign());
    return List.of(
        new Presented("token_missing", List.of(), proofs),
        new Presented("token_repeated", List.of("DPoP " + right, "DPoP " + right), proofs),
        new Presented("token_scheme", List.of("Bearer " + right), proofs),
        new Presented("token_malformed", List.of("DPoP " + right + "."), proofs));
  }

  /** Every wrong proof, beside a right token. */
  public List<Presented> proofs() {
    List<Presented> all = new ArrayList<>();
    String right = proof().sign();
    all.add(presented("proof_missing"));
    all.add(presented("proof_repeated", right, right));
    all.add(presented("proof_malformed", right + "."));
    all.add(presented("proof_signature", right.replaceFirst("[^.]*$", NO_SIGNATURE)));
    all.add(changed("proof_claim_missing", proof -> proof.claim("jti", null)));
    all.add(changed("proof_wrong_type", proof -> proof.header("typ", "JWT")));
    all.add(changed("proof_algorithm", proof -> proof.header("alg", "ES384")));
    all.add(changed("proof_key_private", proof -> proof.header("jwk", jwk("d", "AQ"))));
    all.add(changed("proof_key_symmetric", proof -> proof.header("jwk", jwk("kty", "oct"))));
    all.add(changed("proof_key_unusable", proof -> proof.header("jwk", jwk("crv", "P-384"))));
    all.add(changed("proof_method", proof -> proof.claim("htm", "PATCH")));
    all.add(changed("proof_url", proof -> proof.claim("htu", url + "/")));
    all.add(changed("proof_id", proof -> proof.claim("jti", "short")));
    for (long seconds : new long[] {-3600, -61, 61, 3600}) {
      long issued = now.getEpochSecond() + seconds;
      all.add(changed("proof_expired", proof -> proof.claim("iat", issued)));
    }
    if (token.isPresent()) {
      all.add(changed("proof_token_hash", proof -> proof.accessToken("another")));
    }
    all.add(presented("proof_key_mismatch", proof(TestDpopKey.generate()).sign()));
    return all;
  }

  private Presented changed(String code, Consumer<TestDpopKey.Proofs> change) {
    TestDpopKey.Proofs proof = proof();
    change.accept(proof);
    return presented(code, proof.sign());
  }

  private Presented presented(String code, String... proofs) {
    return new Presented(
        code, token.stream().map(text -> "DPoP " + text).toList(), List.of(proofs));
  }

  private TestDpopKey.Proofs proof() {
    return proof(key);
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

package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.ProofVerifier.ProvenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProofVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String URL = "https://vouch.example.com/credentials/aws";
  private static final String TOKEN = "an-access-token";

  private final TestDpopKey key = TestDpopKey.generate();
  private final TestDpopKey.Proofs proof = key.proof("POST", URL, NOW).accessToken(TOKEN);

  @Test
  void acceptsAProofForThisRequest() {
    assertThat(verify(proof.sign()))
        .isEqualTo(
            new ProofResult.Proven(
                new Proof(
                    key.thumbprint(),
                    Sha256.of(String.valueOf(proof.claims.get("jti"))),
                    Instant.parse("2026-11-21T10:00:00Z"))));
  }

  @Test
  void acceptsAProofMadeByAnotherImplementation() throws Exception {
    ECKey theirs = new ECKeyGenerator(Curve.P_256).generate();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(theirs.toPublicJWK())
                .build(),
            new JWTClaimsSet.Builder()
                .jwtID("0123456789abcdef")
                .claim("htm", "POST")
                .claim("htu", URL)
                .claim("ath", Sha256.of(TOKEN).base64Url())
                .issueTime(Date.from(NOW))
                .build());
    jwt.sign(new ECDSASigner(theirs));
    assertThat(verify(jwt.serialize()))
        .isEqualTo(
            new ProofResult.Proven(
                new Proof(
                    theirs.computeThumbprint().toString(), Sha256.of("0123456789abcdef"), NOW)));
  }

  /** The proof printed in RFC 9449 §4.1, at the time it was made. */
  @Test
  void acceptsTheExampleOfTheRfc() {
    String example =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6Ik"
            + "VDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
            + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JE"
            + "QSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIj"
            + "oiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwia"
            + "WF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg"
            + "4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
    var request =
        new ProvenRequest(
            List.of(example), "POST", "https://server.example.com/token", Optional.empty());
    assertThat(ProofVerifier.verify(request, Instant.ofEpochSecond(1562262616)))
        .isInstanceOfSatisfying(
            ProofResult.Proven.class,
            proven ->
                assertThat(proven.proof().jkt())
                    .isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
  }

  @Nested
  final class Headers {
    @Test
    void refusesARequestWithoutAProof() {
      assertRefused(verifyAll(List.of(), TOKEN), "proof_missing");
    }

    @Test
    void refusesTwoProofs() {
      assertRefused(verifyAll(List.of(proof.sign(), proof.sign()), TOKEN), "proof_repeated");
    }
  }

  @Nested
  final class Form {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "e30.e30.", "!.e30.YQ", "e30=.e30.YQ"})
    void refusesWhatIsNotAJwt(String text) {
      String code = text.equals("e30.e30.") ? "proof_claim_missing" : "proof_malformed";
      assertRefused(verify(text), code);
    }

    @Test
    void refusesAListOfProofsInOneHeader() {
      assertRefused(verify(proof.sign() + ", " + proof.sign()), "proof_malformed");
    }

    @Test
    void refusesADuplicateMember() {
      String claims = "{\"jti\":\"0123456789abcdef\",\"jti\":\"0123456789abcdef\"}";
      String[] parts = proof.sign().split("\\.", -1);
      assertRefused(
          verify(parts[0] + "." + Base64Url.encode(claims.getBytes(UTF_8)) + "." + parts[2]),
          "proof_malformed");
    }

    @Test
    void refusesACriticalExtension() {
      assertRefused(verify(proof.header("crit", List.of("exp")).sign()), "proof_malformed");
    }

    @Test
    void refusesAProofOfMoreThanFourThousandCharacters() {
      assertRefused(verify(proof.claim("more", "x".repeat(4096)).sign()), "proof_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"typ", "alg", "jwk"})
    void refusesAHeaderWithoutARequiredMember(String name) {
      assertThat(refusal(verify(proof.header(name, null).sign())))
          .isEqualTo(new ProofRefusal.ClaimMissing(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat", "ath"})
    void refusesAPayloadWithoutARequiredMember(String name) {
      assertThat(refusal(verify(proof.claim(name, null).sign())))
          .isEqualTo(new ProofRefusal.ClaimMissing(name));
    }

    @Test
    void refusesATimeThatIsNotAnInteger() {
      assertThat(refusal(verify(proof.claim("iat", "1795255200").sign())))
          .isEqualTo(new ProofRefusal.ClaimMissing("iat"));
    }
  }

  @Nested
  final class TypeAndAlgorithm {
    @ParameterizedTest
    @ValueSource(strings = {"JWT", "DPOP+JWT", "application/dpop+jwt", ""})
    void refusesAnotherType(String type) {
      assertRefused(verify(proof.header("typ", type).sign()), "proof_wrong_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256", "ES384", "ES256K", "es256"})
    void refusesAnotherAlgorithm(String algorithm) {
      assertRefused(verify(proof.header("alg", algorithm).sign()), "proof_algorithm");
    }
  }

  @Nested
  final class Key {
    @Test
    void refusesAPrivateKey() {
      assertRefused(verify(proof.header("jwk", jwkWith("d", "AQ")).sign()), "proof_key_private");
    }

    @Test
    void refusesASymmetricKey() {
      assertRefused(
          verify(proof.header("jwk", Map.of("kty", "oct", "k", "AQ")).sign()),
          "proof_key_symmetric");
    }

    @Test
    void refusesAnotherCurve() {
      assertRefused(
          verify(proof.header("jwk", jwkWith("crv", "P-384")).sign()), "proof_key_unusable");
    }

    @Test
    void refusesAnRsaKey() {
      assertRefused(
          verify(proof.header("jwk", Map.of("kty", "RSA", "n", "AQ", "e", "AQAB")).sign()),
          "proof_key_unusable");
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() {
      Object x = key.jwk().get("x");
      assertRefused(verify(proof.header("jwk", jwkWith("y", x)).sign()), "proof_key_unusable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesACoordinateThatIsNotThirtyTwoBytes(String x) {
      assertRefused(verify(proof.header("jwk", jwkWith("x", x)).sign()), "proof_key_unusable");
    }

    @Test
    void refusesAKeyWithoutACoordinate() {
      assertThat(refusal(verify(proof.header("jwk", jwkWith("y", null)).sign())))
          .isEqualTo(new ProofRefusal.ClaimMissing("y"));
    }

    private Map<String, @Nullable Object> jwkWith(String name, @Nullable Object value) {
      Map<String, @Nullable Object> jwk = new HashMap<>(key.jwk());
      jwk.put(name, value);
      return jwk;
    }
  }

  @Nested
  final class Signed {
    @Test
    void refusesTheSignatureOfAnotherKey() {
      assertRefused(verify(proof.sign(TestDpopKey.generate())), "proof_signature");
    }

    @Test
    void refusesASignatureThatWasLeftOut() {
      String signed = proof.sign();
      assertRefused(verify(signed.substring(0, signed.lastIndexOf('.') + 1)), "proof_signature");
    }

    @Test
    void refusesASignatureOfZeros() {
      String signed = proof.sign();
      String zeros = Base64Url.encode(new byte[64]);
      assertRefused(
          verify(signed.substring(0, signed.lastIndexOf('.') + 1) + zeros), "proof_signature");
    }

    @Test
    void refusesAPayloadThatWasChangedAfterwards() {
      String[] parts = proof.sign().split("\\.", -1);
      String other = proof.claim("jti", "another-proof-id").sign().split("\\.", -1)[1];
      assertRefused(verify(parts[0] + "." + other + "." + parts[2]), "proof_signature");
    }
  }

  @Nested
  final class Target {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "post", "", "POST "})
    void refusesAnotherMethod(String method) {
      assertRefused(verify(proof.claim("htm", method).sign()), "proof_method");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://vouch.example.com/credentials/aws/explain",
          "https://vouch.example.com/credentials/aws/",
          "https://vouch.example.com/credentials/aws?x=1",
          "https://vouch.example.com/credentials/aws#x",
          "http://vouch.example.com/credentials/aws",
          "https://vouch.example.com:8443/credentials/aws",
          "https://vouch.example.com.evil.example/credentials/aws",
          ""
        })
    void refusesAnotherUrl(String url) {
      assertRefused(verify(proof.claim("htu", url).sign()), "proof_url");
    }
  }

  @Nested
  final class Age {
    @ParameterizedTest
    @CsvSource({"-61,false", "-60,true", "-59,true", "59,true", "60,true", "61,false"})
    void acceptsSixtySecondsEitherSideAndNotOneMore(long offset, boolean accepted) {
      ProofResult result = verify(proof.claim("iat", NOW.getEpochSecond() + offset).sign());
      if (accepted) {
        assertThat(result).isInstanceOf(ProofResult.Proven.class);
      } else {
        assertThat(refusal(result)).isEqualTo(new ProofRefusal.Expired(-offset));
        assertRefused(result, "proof_expired");
      }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, 0})
    void refusesTimesFarAway(long issued) {
      assertRefused(verify(proof.claim("iat", issued).sign()), "proof_expired");
    }

    @Test
    void keepsTheRecordOfUseUntilTheProofIsTooOld() {
      var proven =
          (ProofResult.Proven) verify(proof.claim("iat", NOW.getEpochSecond() + 60).sign());
      assertThat(proven.proof().useExpiresAt()).isAfter(NOW.plus(Duration.ofMinutes(2)));
    }
  }

  @Nested
  final class Token {
    @Test
    void refusesTheHashOfAnotherToken() {
      assertRefused(verify(proof.accessToken("another-token").sign()), "proof_token_hash");
    }

    @Test
    void wantsNoHashWhereNoTokenIsSent() {
      String bare = key.proof("POST", URL, NOW).sign();
      var request = new ProvenRequest(List.of(bare), "POST", URL, Optional.empty());
      assertThat(ProofVerifier.verify(request, NOW)).isInstanceOf(ProofResult.Proven.class);
    }

    @Test
    void refusesAnotherKeyThanTheOneTheTokenIsBoundTo() {
      var proven = (ProofResult.Proven) verify(proof.sign());
      assertThat(proven.proof().boundTo(key.thumbprint())).isEmpty();
      assertThat(proven.proof().boundTo(TestDpopKey.generate().thumbprint()))
          .contains(new ProofRefusal.KeyMismatch());
    }
  }

  @Nested
  final class Id {
    @ParameterizedTest
    @CsvSource({"15,false", "16,true", "17,true", "127,true", "128,true", "129,false", "0,false"})
    void acceptsSixteenToOneHundredAndTwentyEightCharacters(int length, boolean accepted) {
      ProofResult result = verify(proof.claim("jti", "i".repeat(length)).sign());
      if (accepted) {
        assertThat(result).isInstanceOf(ProofResult.Proven.class);
      } else {
        assertRefused(result, "proof_id");
      }
    }

    @Test
    void namesTheUseByKeyAndId() {
      var proven = (ProofResult.Proven) verify(proof.claim("jti", "0123456789abcdef").sign());
      assertThat(proven.proof().useKey())
          .isEqualTo("proof#" + key.thumbprint() + "#" + Sha256.of("0123456789abcdef").base64Url());
    }
  }

  private static ProofResult verify(String proof) {
    return verifyAll(List.of(proof), TOKEN);
  }

  private static ProofResult verifyAll(List<String> proofs, String token) {
    return ProofVerifier.verify(
        new ProvenRequest(proofs, "POST", URL, Optional.of(Secret.of(token))), NOW);
  }

  private static ProofRefusal refusal(ProofResult result) {
    assertThat(result).isInstanceOf(ProofResult.Refused.class);
    return ((ProofResult.Refused) result).refusal();
  }

  private static void assertRefused(ProofResult result, String code) {
    assertThat(refusal(result).code()).isEqualTo(code);
  }
}

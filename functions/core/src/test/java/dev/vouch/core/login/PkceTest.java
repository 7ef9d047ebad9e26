package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import org.junit.jupiter.api.Test;

final class PkceTest {
  /** RFC 7636 appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final Sha256 CHALLENGE =
      Sha256.parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").orElseThrow();

  @Test
  void matchesTheExampleOfTheRfc() {
    assertThat(Pkce.matches(Secret.of(VERIFIER), CHALLENGE)).isTrue();
  }

  @Test
  void doesNotMatchAnotherVerifier() {
    assertThat(Pkce.matches(Secret.of(VERIFIER + "x"), CHALLENGE)).isFalse();
  }

  @Test
  void takesFortyThreeToOneHundredAndTwentyEightCharacters() {
    assertThat(Pkce.isVerifier("v".repeat(42))).isFalse();
    assertThat(Pkce.isVerifier("v".repeat(43))).isTrue();
    assertThat(Pkce.isVerifier("v".repeat(128))).isTrue();
    assertThat(Pkce.isVerifier("v".repeat(129))).isFalse();
  }

  @Test
  void takesUnreservedCharactersOnly() {
    assertThat(Pkce.isVerifier("Aa0-._~" + "v".repeat(43))).isTrue();
    for (String other : new String[] {" ", "+", "/", "=", "é", "%"}) {
      assertThat(Pkce.isVerifier(other + "v".repeat(43))).as(other).isFalse();
    }
  }
}

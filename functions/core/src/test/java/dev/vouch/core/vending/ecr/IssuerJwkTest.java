package dev.vouch.core.vending.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import dev.vouch.core.secret.Bytes;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;

final class IssuerJwkTest {
  @Test
  void hasTheThumbprintOfRfc7638() {
    IssuerJwk example =
        new IssuerJwk(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc"
                + "_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65Y"
                + "GjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyr"
                + "dkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJz"
                + "KnqDKgw",
            "AQAB");
    assertThat(example.kid()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  @Test
  void publishesWhatAnotherLibraryReads() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
    IssuerJwk jwk = IssuerJwk.of(Bytes.of(key.getEncoded()));
    RSAKey read = RSAKey.parse(jwk.members());
    assertThat(read.toRSAPublicKey()).isEqualTo(key);
    assertThat(read.computeThumbprint().toString()).isEqualTo(jwk.kid()).isEqualTo(read.getKeyID());
    assertThat(read.isPrivate()).isFalse();
  }

  @Test
  void refusesAKeyOfAnotherKind() throws Exception {
    byte[] spki = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
    assertThatThrownBy(() -> IssuerJwk.of(Bytes.of(spki)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

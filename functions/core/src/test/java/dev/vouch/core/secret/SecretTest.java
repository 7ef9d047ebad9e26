package dev.vouch.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
  @Test
  void doesNotPrint() {
    assertThat(Secret.of("hunter2").toString()).doesNotContain("hunter2");
  }

  @Test
  void revealsWhatItWasMadeOf() {
    assertThat(Secret.of("hunter2").reveal()).isEqualTo("hunter2");
  }

  @Test
  void hashesItsUtf8Bytes() {
    assertThat(Secret.of("abc").hash().base64Url())
        .isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
  }

  @Test
  void equalsAnotherOfTheSameText() {
    assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
  }

  @Test
  void drawsADifferentSecretEachTime() {
    CountingRandom random = new CountingRandom();
    Secret first = Secret.random(random, 32);
    assertThat(first.reveal()).hasSize(43);
    assertThat(first).isNotEqualTo(Secret.random(random, 32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"QQ==", "QR", "Q Q", "Q+", "Q", "QQ\n"})
  void refusesBase64UrlThatIsNotCanonical(String text) {
    assertThat(Base64Url.decode(text)).isEmpty();
  }

  @Test
  void decodesWhatItEncodes() {
    byte[] bytes = new CountingRandom().bytes(100);
    assertThat(Base64Url.decode(Base64Url.encode(bytes))).hasValue(bytes);
  }

  @Test
  void takesADigestOfExactly32Bytes() {
    assertThat(Sha256.parse(Base64Url.encode(new byte[31]))).isEmpty();
    assertThat(Sha256.parse(Base64Url.encode(new byte[32]))).isPresent();
    assertThat(Sha256.parse(Base64Url.encode(new byte[33]))).isEmpty();
  }

  @Test
  void bytesDoNotChangeWithTheirSource() {
    byte[] source = {1, 2};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.of(new byte[] {1, 2}));
  }
}

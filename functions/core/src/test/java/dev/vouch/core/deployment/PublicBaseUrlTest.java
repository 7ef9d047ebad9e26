package dev.vouch.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicBaseUrlTest {
  @Test
  void takesItsHostAsRelyingParty() {
    assertThat(PublicBaseUrl.https("https://vouch.example.com"))
        .hasValueSatisfying(url -> {
          assertThat(url.rpId()).isEqualTo("vouch.example.com");
          assertThat(url.resolve("/login")).isEqualTo("https://vouch.example.com/login");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vouch.example.com",
        "https://vouch.example.com/",
        "https://vouch.example.com:443",
        "https://localhost",
        "https://user@vouch.example.com",
        "https://Vouch.example.com",
        "https://-a.example.com",
        "https://vouch..example.com",
        "https://vouch.example.com\n",
        ""
      })
  void refusesWhatAwsCouldNotReachAsAnIssuer(String url) {
    assertThat(PublicBaseUrl.https(url)).isEmpty();
  }
}

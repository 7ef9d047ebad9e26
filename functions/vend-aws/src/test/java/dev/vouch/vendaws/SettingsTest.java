package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vouch.example.com",
        "https://vouch.example.com:8443",
        "https://vouch.example.com/",
        "https://vouch.example.com/path"
      })
  void refusesToStartWithAnAddressThatStsCannotReach(String url) {
    assertThatThrownBy(() -> new Deployment(Map.of("vouch.public-base-url", url)).close())
        .hasMessageContaining("vouch.public-base-url");
  }
}

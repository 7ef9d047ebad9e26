package dev.vouch.administer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
  @ParameterizedTest
  @CsvSource({
    "vouch.public-base-url, http://vouch.example.com, https://host",
    "vouch.public-base-url, https://vouch.example.com:8443, https://host",
    "vouch.public-base-url, https://vouch.example.com/, https://host",
    "vouch.admin.account, 12345, 12345",
    "vouch.admin.principals, arn:aws:iam::123456789012:role/*, role/*"
  })
  void refusesToStartWithAWrongSetting(String name, String value, String named) {
    assertThatThrownBy(() -> start(name, value)).hasMessageContaining(named);
  }

  private static void start(String name, String value) {
    new Deployment(Map.of(name, value)).close();
  }
}

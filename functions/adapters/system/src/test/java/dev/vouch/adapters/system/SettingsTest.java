package dev.vouch.adapters.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/vouch-admin";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vouch.example.com",
        "https://vouch.example.com:8443",
        "https://vouch.example.com/",
        "https://vouch.example.com/path",
        "https://vouch",
        "vouch.example.com"
      })
  void takesNoAddressThatStsCannotReach(String url) {
    assertWrong(DeploymentSettings.PUBLIC_BASE_URL, Map.of("vouch.public-base-url", url));
  }

  @ParameterizedTest
  @CsvSource({"30m, 1800", "8h, 28800", "60s, 60", "1m, 60"})
  void takesALifetimeOfASession(String text, long seconds) {
    assertThat(read(LoginSettings.SESSION_LIFETIME, Map.of("vouch.session.lifetime", text)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"59s", "28801s", "9h", "481m", "eight", "0h", "8", "8 h"})
  void takesNoOtherLifetime(String text) {
    assertWrong(LoginSettings.SESSION_LIFETIME, Map.of("vouch.session.lifetime", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:role/*",
        "arn:aws:iam::123456789012:root",
        "arn:aws:sts::123456789012:assumed-role/a/b",
        "arn:aws:iam::210987654321:role/a",
        "*",
        "arn:aws:iam::123456789012:role/a,",
      })
  void takesNoPrincipalsButRolesAndUsersOfTheAccount(String principals) {
    Map<String, Object> settings =
        Map.of("vouch.admin.account", "123456789012", "vouch.admin.principals", principals);
    assertWrong(DeploymentSettings.ADMINISTRATORS, settings);
    assertThat(
            read(
                DeploymentSettings.ADMINISTRATORS,
                Map.of(
                    "vouch.admin.account", "123456789012", "vouch.admin.principals", ROLE + " ")))
        .containsExactly(ROLE);
  }

  @Test
  void blamesOnlyTheAccountWhereTheAccountIsWrong() {
    InvalidSettings invalid =
        invalid(
            Map.of("vouch.admin.account", "1", "vouch.admin.principals", ROLE),
            DeploymentSettings.ACCOUNT,
            DeploymentSettings.ADMINISTRATORS);
    assertThat(invalid.problems())
        .extracting(InvalidSettings.Problem::variable)
        .containsExactly("VOUCH_ADMIN_ACCOUNT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yubikey", "00000000-0000-0000-0000-000000000000", "hardware,x"})
  void takesNoModelsButKnownOnes(String models) {
    assertWrong(LoginSettings.ALLOWED_MODELS, Map.of("vouch.attestation.allowed-aaguids", models));
  }

  @Test
  void takesTheDefaultWhereAVariableIsEmptyAndMissesOneThatHasNone() {
    assertThat(read(LoginSettings.SESSION_LIFETIME, Map.of("vouch.session.lifetime", "  ")))
        .isEqualTo(Duration.ofHours(8));
    assertThat(invalid(Map.of("vouch.tables.audit", ""), TableSettings.AUDIT))
        .hasMessage(
            "toy does not start: VOUCH_TABLES_AUDIT is not set, and has to be a table's name");
  }

  @Test
  void namesEveryProblemInOneLine() {
    assertThat(
            invalid(
                Map.of("vouch.tables.audit", "a b\nc", "vouch.keys.issuer", "x".repeat(300) + "*"),
                TableSettings.AUDIT,
                TableSettings.IDENTITY,
                KeySettings.ISSUER))
        .hasMessage(
            "toy does not start: VOUCH_TABLES_AUDIT is \"a b c\", and has to be a table's name;"
                + " VOUCH_TABLES_IDENTITY is not set, and has to be a table's name;"
                + " VOUCH_KEYS_ISSUER is \""
                + "x".repeat(200)
                + "…\", and has to be the id, alias"
                + " or ARN of a key in AWS KMS");
  }

  @Test
  void givesNoSettingThatTheFunctionDidNotAskFor() {
    Settings settings =
        Settings.read(
            "toy",
            new MapPropertyResolver(Map.of("vouch.tables.audit", "audit")),
            List.of(TableSettings.AUDIT));
    assertThat(settings.get(TableSettings.AUDIT)).isEqualTo("audit");
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> settings.get(TableSettings.IDENTITY)))
        .hasMessageContaining("vouch.tables.identity");
  }

  private static <T> T read(Setting<T> setting, Map<String, Object> properties) {
    return Settings.read("toy", new MapPropertyResolver(properties), List.of(setting)).get(setting);
  }

  private static void assertWrong(Setting<?> setting, Map<String, Object> properties) {
    InvalidSettings invalid = invalid(properties, setting);
    assertThat(invalid.problems()).hasSize(1);
    assertThat(invalid.problems().getFirst().variable()).isEqualTo(setting.variable());
    assertThat(invalid.problems().getFirst().what())
        .isEqualTo("is \"" + properties.get(setting.name()) + "\"");
  }

  private static InvalidSettings invalid(Map<String, Object> properties, Setting<?>... wanted) {
    return catchThrowableOfType(
        InvalidSettings.class,
        () -> Settings.read("toy", new MapPropertyResolver(properties), List.of(wanted)));
  }
}

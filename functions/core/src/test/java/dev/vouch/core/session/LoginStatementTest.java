package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginStatementTest {
  private static final String TEXT =
      "{\"v\":1,\"purpose\":\"login\",\"iss\":\"https://vouch.example.com\",\"request\":\"cmVx\","
          + "\"jkt\":\"amt0\",\"iat\":1795255200,\"lifetime\":28800,\"nonce\":\"bm9uY2U\"}";

  private final LoginStatement statement =
      new LoginStatement(
          "login",
          "https://vouch.example.com",
          "cmVx",
          "amt0",
          Instant.ofEpochSecond(1795255200),
          Duration.ofHours(8),
          "bm9uY2U");

  @Test
  void writesTheExactBytes() {
    assertThat(statement.bytes().utf8()).isEqualTo(TEXT);
  }

  @Test
  void readsWhatItWrote() {
    assertThat(LoginStatement.parse(Bytes.utf8(TEXT))).contains(statement);
  }

  @Test
  void isChallengedByItsHash() {
    assertThat(statement.challenge()).isEqualTo(Sha256.of(TEXT));
  }

  @Test
  void endsWithItsLifetime() {
    assertThat(statement.expiresAt()).isEqualTo(Instant.ofEpochSecond(1795284000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"v\":1}",
      })
  void refusesWhatIsNotAStatement(String text) {
    assertThat(LoginStatement.parse(Bytes.utf8(text))).isEmpty();
  }

  @Test
  void refusesASecondFormOfTheSameStatement() {
    refuses(TEXT.replace(",\"iss\"", ", \"iss\""));
    refuses(TEXT + "\n");
    refuses(TEXT.replace("\"login\"", "\"\\u006cogin\""));
    refuses(TEXT.replace("28800", "28800.0"));
    refuses(TEXT.replace("28800", "2.88e4"));
    refuses(
        "{\"purpose\":\"login\",\"v\":1,"
            + TEXT.substring("{\"v\":1,\"purpose\":\"login\",".length()));
  }

  @Test
  void refusesAnotherVersion() {
    refuses(TEXT.replace("\"v\":1", "\"v\":2"));
  }

  @Test
  void refusesMoreAndFewerMembers() {
    refuses(TEXT.replace("}", ",\"more\":1}"));
    refuses(TEXT.replace(",\"nonce\":\"bm9uY2U\"", ""));
    refuses(TEXT.replace("\"v\":1,", "\"v\":1,\"v\":1,"));
  }

  @Test
  void refusesTimesOutOfRange() {
    refuses(TEXT.replace("1795255200", "-1"));
    refuses(TEXT.replace("1795255200", "9223372036854775807"));
    refuses(TEXT.replace("28800", "9223372036854775807"));
    refuses(TEXT.replace("28800", "-28800"));
  }

  private static void refuses(String text) {
    assertThat(text).isNotEqualTo(TEXT);
    assertThat(LoginStatement.parse(Bytes.utf8(text))).as(text).isEmpty();
  }
}

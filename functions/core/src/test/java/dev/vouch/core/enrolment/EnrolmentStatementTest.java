package dev.vouch.core.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnrolmentStatementTest {
  private static final EnrolmentStatement STATEMENT =
      new EnrolmentStatement(
          "https://vouch.example.com",
          new UserId("user@example.com"),
          Sha256.of("secret"),
          Instant.ofEpochSecond(1_795_255_200),
          "nonce");
  private static final String TEXT =
      "{\"v\":1,\"purpose\":\"enrol\",\"iss\":\"https://vouch.example.com\","
          + "\"user\":\"user@example.com\","
          + "\"invitation\":\"K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols\","
          + "\"iat\":1795255200,\"nonce\":\"nonce\"}";

  @Test
  void hasOneForm() {
    assertThat(STATEMENT.bytes().utf8()).isEqualTo(TEXT);
    assertThat(EnrolmentStatement.parse(Bytes.utf8(TEXT))).contains(STATEMENT);
    assertThat(STATEMENT.challenge()).isEqualTo(Sha256.of(TEXT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v\":1 | \"v\":2",
        "\"enrol\" | \"login\"",
        "1795255200 | 1795255200.0",
        "1795255200 | -1",
        "1795255200 | 9223372036854775807",
        "\"nonce\":\"nonce\" | \"nonce\":\"nonce\",\"more\":1",
        "user@example.com | User@example.com",
        "user@example.com | nobody",
        "K7gNU3sdo | K7g",
        "\"iat\" | \"iat2\"",
        ",\"iat\" | , \"iat\""
      })
  void refusesEveryOtherForm(String part, String changed) {
    assertThat(TEXT).contains(part);
    assertThat(EnrolmentStatement.parse(Bytes.utf8(TEXT.replace(part, changed)))).isEmpty();
  }
}

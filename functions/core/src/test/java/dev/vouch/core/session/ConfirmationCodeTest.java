package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfirmationCodeTest {
  /** Computed with another implementation (Python's hashlib and a table of 32 characters). */
  @ParameterizedTest
  @CsvSource({
    "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I,HXHZ-WP9Y",
    "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs,1ET4-NZAK",
    "'',S4P8-YSYX"
  })
  void isTheSameEverywhere(String jkt, String code) {
    assertThat(ConfirmationCode.of(jkt)).isEqualTo(code);
  }

  @Test
  void usesNoLettersThatLookLikeDigits() {
    for (int i = 0; i < 500; i++) {
      assertThat(ConfirmationCode.of("key " + i))
          .matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
    }
  }
}

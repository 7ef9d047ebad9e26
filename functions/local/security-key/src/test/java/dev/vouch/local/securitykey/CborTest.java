package dev.vouch.local.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values are those of RFC 8949, appendix A. */
final class CborTest {

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "23, 17",
    "24, 1818",
    "255, 18ff",
    "256, 190100",
    "1000, 1903e8",
    "65536, 1a00010000",
    "-1, 20",
    "-7, 26",
    "-100, 3863",
    "-257, 390100"
  })
  void writesIntegersInTheirShortestForm(long value, String hex) {
    assertThat(hex(value)).isEqualTo(hex);
  }

  @Test
  void writesTextBytesBooleansAndLists() {
    assertThat(hex("IETF")).isEqualTo("6449455446");
    assertThat(hex(new byte[] {1, 2, 3, 4})).isEqualTo("4401020304");
    assertThat(hex(true)).isEqualTo("f5");
    assertThat(hex(List.of(1, 2, 3))).isEqualTo("83010203");
  }

  @Test
  void ordersMapKeysAsCtap2Does() {
    assertThat(hex(Map.of(-3, 0, -1, 0, 3, 0, 1, 0))).isEqualTo("a4010003002000" + "2200");
    assertThat(hex(Map.of("authData", 0, "fmt", 0, "attStmt", 0)))
        .isEqualTo("a363666d7400" + "6761747453746d7400" + "686175746844617461" + "00");
  }

  @Test
  void refusesWhatItCannotWrite() {
    assertThatThrownBy(() -> Cbor.encode(1.5)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String hex(Object value) {
    return HexFormat.of().formatHex(Cbor.encode(value));
  }
}

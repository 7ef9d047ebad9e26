package dev.vouch.local.securitykey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":\"b\",\"n\":-7,\"o\":{\"t\":true,\"f\":false},\"l\":[1,\"x\",{\"y\":[]}]}",
        "{\"quote\":\"\\\"\\\\\",\"control\":\"\\u0001\",\"umlaut\":\"ü\"}"
      })
  void writesWhatItReads(String text) {
    assertThat(JsonReader.object(text).text()).isEqualTo(text);
  }

  @Test
  void readsSpaceEscapesAndNull() {
    JsonObject read = JsonReader.object(" { \"a\" : \"\\u00fc\\n\\/\" , \"b\" : null } ");
    assertThat(read.string("a")).isEqualTo("ü\n/");
    assertThat(read.find("b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{} x", "{\"a\":tru}"})
  void refusesWhatIsNotOneObject(String text) {
    assertThatThrownBy(() -> JsonReader.object(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

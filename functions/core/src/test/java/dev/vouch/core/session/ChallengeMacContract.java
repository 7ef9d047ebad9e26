package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link ChallengeMac} keeps. */
public abstract class ChallengeMacContract {
  private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

  protected abstract ChallengeMac mac();

  @Test
  void acceptsItsOwnCode() {
    assertThat(mac().verify(MESSAGE, mac().generate(MESSAGE))).isTrue();
  }

  @Test
  void givesThirtyTwoBytes() {
    assertThat(mac().generate(MESSAGE)).hasSize(32);
  }

  @Test
  void refusesTheCodeOfAnotherMessage() {
    assertThat(mac().verify("another message".getBytes(UTF_8), mac().generate(MESSAGE))).isFalse();
  }

  @Test
  void refusesACodeWithOneBitChanged() {
    byte[] code = mac().generate(MESSAGE);
    code[31] ^= 1;
    assertThat(mac().verify(MESSAGE, code)).isFalse();
  }

  @Test
  void refusesAShortAndAnEmptyCode() {
    assertThat(mac().verify(MESSAGE, new byte[31])).isFalse();
    assertThat(mac().verify(MESSAGE, new byte[0])).isFalse();
  }

  @Test
  void takesAMessageOfFourThousandAndNinetySixBytes() {
    assertThat(mac().generate(new byte[4096])).hasSize(32);
  }
}

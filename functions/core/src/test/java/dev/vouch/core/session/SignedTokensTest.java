package dev.vouch.core.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.session.SignedTokens.Opened;
import dev.vouch.core.session.SignedTokens.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignedTokensTest {
  private static final String PAYLOAD = "{\"v\":1,\"note\":\"größer\"}";

  private final SignedTokens tokens = new SignedTokens(new FakeChallengeMac());
  private final String token = tokens.sign(Purpose.LOGIN, PAYLOAD);

  @Test
  void opensWhatItSigned() {
    assertThat(tokens.open(Purpose.LOGIN, token)).isEqualTo(new Opened.Payload(PAYLOAD));
  }

  @Test
  void writesThePayloadAndTheCodeInBase64Url() {
    var mac = new FakeChallengeMac();
    assertThat(token)
        .isEqualTo(
            Base64Url.encode(PAYLOAD.getBytes(UTF_8))
                + "."
                + Base64Url.encode(mac.generate(("vouch:login:v1\n" + PAYLOAD).getBytes(UTF_8))));
  }

  @Test
  void refusesATokenOfAnotherPurpose() {
    for (Purpose other : new Purpose[] {Purpose.ENROL, Purpose.AUTHORIZATION_REQUEST}) {
      assertThat(tokens.open(other, token)).isEqualTo(new Opened.Forged());
    }
  }

  @Test
  void refusesATokenOfAnotherKey() {
    var others = new SignedTokens(new FakeChallengeMac("another key of thirty-two bytes."));
    assertThat(others.open(Purpose.LOGIN, token)).isEqualTo(new Opened.Forged());
  }

  @Test
  void refusesAChangedPayload() {
    String changed =
        Base64Url.encode("{\"v\":2}".getBytes(UTF_8)) + token.substring(token.indexOf('.'));
    assertThat(tokens.open(Purpose.LOGIN, changed)).isEqualTo(new Opened.Forged());
  }

  @Test
  void refusesACodeThatIsLeftOut() {
    String bare = token.substring(0, token.indexOf('.') + 1);
    assertThat(tokens.open(Purpose.LOGIN, bare)).isEqualTo(new Opened.Forged());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "a.b.c", "YQ==.YQ", "YR.YQ", "Y Q.YQ", "YQ.Y+", "_w.YQ"})
  void refusesWhatIsNotTwoCanonicalParts(String malformed) {
    assertThat(tokens.open(Purpose.LOGIN, malformed)).isEqualTo(new Opened.Malformed());
  }

  @Test
  void refusesASecondTextForTheSameToken() {
    assertThat(tokens.open(Purpose.LOGIN, token + "=")).isEqualTo(new Opened.Malformed());
  }

  @Test
  void takesThePayloadOfFourThousandBytesAndNotOneMore() {
    String longest = "x".repeat(SignedTokens.MAX_PAYLOAD);
    String signed = tokens.sign(Purpose.AUTHORIZATION_REQUEST, longest);
    assertThat(tokens.open(Purpose.AUTHORIZATION_REQUEST, signed))
        .isEqualTo(new Opened.Payload(longest));
    assertThatThrownBy(() -> tokens.sign(Purpose.AUTHORIZATION_REQUEST, longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAPayloadLongerThanItEverSigns() {
    String longer = Base64Url.encode(new byte[SignedTokens.MAX_PAYLOAD + 1]) + ".YQ";
    assertThat(tokens.open(Purpose.LOGIN, longer)).isEqualTo(new Opened.Malformed());
  }
}

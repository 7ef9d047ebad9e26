package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTokenTest {
  private static final String KEY = Sha256.of("a credential id").base64Url();
  private static final UserId USER = new UserId("user@example.com");

  private final AccessToken token = AccessToken.issue(new DistinctRandom(), USER, KEY);

  @Test
  void readsWhatItIssued() {
    assertThat(AccessToken.parse(token.token().reveal())).contains(token);
  }

  @Test
  void carriesUserAndKeyAsHints() {
    assertThat(token.token().reveal().split("\\.", -1))
        .hasSize(3)
        .endsWith("dXNlckBleGFtcGxlLmNvbQ", KEY);
  }

  @Test
  void drawsThirtyTwoNewBytesEachTime() {
    AccessToken other = AccessToken.issue(new DistinctRandom(), USER, KEY);
    assertThat(other.sessionId()).isNotEqualTo(token.sessionId());
    String random = token.token().reveal().split("\\.", -1)[0];
    assertThat(Base64Url.decode(random).orElseThrow()).hasSize(32);
  }

  @Test
  void namesTheSessionByTheHashOfTheWholeToken() {
    assertThat(token.sessionId()).isEqualTo(Sha256.of(token.token().reveal()).base64Url());
  }

  @Test
  void doesNotPrintItself() {
    assertThat(token.toString()).doesNotContain(token.token().reveal().split("\\.", -1)[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b", "a.b.c", "a.b.c.d", ".."})
  void refusesWhatIsNotAToken(String text) {
    assertThat(AccessToken.parse(text)).isEmpty();
  }

  @Test
  void refusesARandomPartOfAnotherLength() {
    assertThat(replaced(0, Base64Url.encode(new byte[31]))).isEmpty();
    assertThat(replaced(0, Base64Url.encode(new byte[33]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user", "USER@example.com", "user@example.com\n"})
  void refusesAHintThatIsNotAUserId(String user) {
    assertThat(replaced(1, Base64Url.encode(user.getBytes(StandardCharsets.UTF_8)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "YQ", "not base64url"})
  void refusesAHintThatIsNotAKeyId(String key) {
    assertThat(replaced(2, key)).isEmpty();
  }

  @Test
  void refusesATokenOfMoreThanTwoHundredAndFiftySixCharacters() {
    assertThat(AccessToken.parse(token.token().reveal() + "A".repeat(256))).isEmpty();
  }

  private Optional<AccessToken> replaced(int part, String by) {
    String[] parts = token.token().reveal().split("\\.", -1);
    parts[part] = by;
    return AccessToken.parse(String.join(".", parts));
  }
}

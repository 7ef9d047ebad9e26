package dev.vouch.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserIdTest {
  @Test
  void lowersTheCase() {
    assertThat(UserId.parse("Ada@Example.com")).hasValue(new UserId("ada@example.com"));
  }

  @Test
  void holdsWhatASourceIdentityHolds() {
    String local = "a".repeat(64 - "@b.example".length());
    assertThat(UserId.parse(local + "@b.example")).isPresent();
    assertThat(UserId.parse("a" + local + "@b.example")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", "@", "a@", "@b", "a b@c", "a@b@c", "a'@b", "a@b\n", "ä@b", "a#b@c", "a,b@c"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(UserId.parse(text)).isEmpty();
  }
}

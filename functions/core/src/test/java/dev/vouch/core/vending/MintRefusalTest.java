package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MintRefusalTest {
  @Test
  void everyKindIsListedOnceAndHasACodeOfItsOwn() {
    assertThat(EveryMintRefusal.list()).hasSize(MintRefusal.class.getPermittedSubclasses().length);
    Set<String> codes =
        EveryMintRefusal.list().stream().map(MintRefusal::code).collect(Collectors.toSet());
    assertThat(codes)
        .hasSize(EveryMintRefusal.list().size())
        .allMatch(code -> code.matches("[a-z_]+"));
  }

  @Test
  void everyKindSaysWhatHappenedAndWhatToDo() {
    assertThat(EveryMintRefusal.list())
        .allSatisfy(why -> {
          assertThat(why.detail()).endsWith(".");
          assertThat(why.help()).endsWith(".");
        });
  }
}

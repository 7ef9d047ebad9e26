package dev.vouch.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.ceremony.AssertionRefusal;
import dev.vouch.core.login.AuthorizationRefusal;
import dev.vouch.core.login.ExchangeRefusal;
import dev.vouch.core.login.LoginRefusal;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal of a family, found through the sealed interface, so that none can be left out. */
final class RefusalTextsTest {
  static Stream<Class<?>> families() {
    return Stream.of(
        TokenRefusal.class,
        ProofRefusal.class,
        EvidenceRefusal.class,
        AuthorizationRefusal.class,
        LoginRefusal.class,
        ExchangeRefusal.class);
  }

  @ParameterizedTest
  @MethodSource("families")
  void eachHasACodeThatNoOtherOfItsFamilyHas(Class<?> family) {
    assertThat(each(family))
        .extracting(Refusal::code)
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[a-z]+(_[a-z]+)*"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void eachSaysWhatHappenedInASentenceOfItsOwn(Class<?> family) {
    assertThat(each(family))
        .extracting(Refusal::detail)
        .doesNotHaveDuplicates()
        .allMatch(detail -> detail.matches("[A-Z].+\\."));
  }

  @ParameterizedTest
  @MethodSource("families")
  void eachSaysWhatToDo(Class<?> family) {
    assertThat(each(family)).extracting(Refusal::help).allMatch(help -> help.matches("[A-Z].+\\."));
  }

  @Test
  void aProofSaysWhetherItIsOldOrFromTheFuture() {
    assertThat(new ProofRefusal.Expired(61).detail()).contains("made 61 s ago");
    assertThat(new ProofRefusal.Expired(0).detail()).contains("made 0 s ago");
    assertThat(new ProofRefusal.Expired(-61).detail()).contains("made 61 s in the future");
  }

  private static List<Refusal> each(Class<?> family) {
    return Arrays.stream(family.getPermittedSubclasses())
        .map(kind -> (Refusal) made(kind))
        .toList();
  }

  private static Object made(Class<?> kind) {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = kind.getDeclaredConstructor(types);
      return constructor.newInstance(
          Arrays.stream(types).map(RefusalTextsTest::example).toArray(Object[]::new));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no example of " + kind, e);
    }
  }

  private static Object example(Class<?> type) {
    if (type == String.class) {
      return "example";
    }
    if (type == long.class) {
      return 61L;
    }
    if (type == AssertionRefusal.class) {
      return new AssertionRefusal.SignatureInvalid();
    }
    throw new AssertionError("no example of " + type);
  }
}

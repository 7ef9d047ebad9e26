package dev.vouch.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vouch.core.json.InvalidJson.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  private static final String GOOD = "{\"a\":\"x\",\"n\":7,\"o\":{\"b\":\"QQ\"},\"l\":[\"s\"]}";

  @Test
  void readsMembersByTheirType() throws InvalidJson {
    JsonObject object = parse(GOOD).only("a", "n", "o", "l");
    assertThat(object.string("a")).isEqualTo("x");
    assertThat(object.integer("n")).isEqualTo(7);
    assertThat(object.object("o").bytes("b").toArray()).containsExactly('A');
    assertThat(object.strings("l")).containsExactly("s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{} {}",
        "{}x",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}"
      })
  void refusesWhatIsNotOneObject(String text) {
    assertThat(reason(() -> parse(text))).isEqualTo(Reason.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":1,\"a\":1}", "{\"o\":{\"a\":1,\"a\":2}}", "{\"l\":[{\"a\":1,\"a\":2}]}"})
  void refusesDuplicateMembersAtAnyDepth(String text) {
    assertThat(reason(() -> parse(text))).isEqualTo(Reason.DUPLICATE_MEMBER);
  }

  @Test
  void refusesAMemberThatIsNotKnown() {
    assertThat(reason(() -> parse(GOOD).only("a", "n", "o"))).isEqualTo(Reason.UNKNOWN_MEMBER);
  }

  @Test
  void refusesAMissingMember() {
    assertThat(reason(() -> parse(GOOD).string("z"))).isEqualTo(Reason.MISSING_MEMBER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"\\ud800\":1}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":[{\"b\":\"\\ud800x\"}]}"
      })
  void refusesHalfACharacterWhichCouldNotBeWrittenAgain(String text) {
    assertThat(reason(() -> parse(text))).isEqualTo(Reason.NOT_JSON);
  }

  @Test
  void readsACharacterOfTwoHalves() throws InvalidJson {
    assertThat(parse("{\"a\":\"\\ud83d\\udd11\"}").string("a")).isEqualTo("\ud83d\udd11");
  }

  @Test
  void takesNullForMissing() throws InvalidJson {
    assertThat(parse("{\"a\":null}").optionalString("a")).isEmpty();
  }

  @Test
  void refusesAnotherType() {
    assertThat(reason(() -> parse(GOOD).string("n"))).isEqualTo(Reason.WRONG_MEMBER_TYPE);
    assertThat(reason(() -> parse(GOOD).integer("a"))).isEqualTo(Reason.WRONG_MEMBER_TYPE);
    assertThat(reason(() -> parse("{\"n\":1.5}").integer("n"))).isEqualTo(Reason.WRONG_MEMBER_TYPE);
    assertThat(reason(() -> parse("{\"l\":[1]}").strings("l"))).isEqualTo(Reason.WRONG_MEMBER_TYPE);
    assertThat(reason(() -> parse("{\"b\":\"QQ==\"}").bytes("b")))
        .isEqualTo(Reason.WRONG_MEMBER_TYPE);
  }

  @Test
  void namesTheMemberByItsPath() {
    InvalidJson refused =
        catchThrowableOfType(InvalidJson.class, () -> parse(GOOD).object("o").string("z"));
    assertThat(refused.detail()).contains("\"o.z\"");
  }

  @Test
  void writesMembersInOrderWithoutWhiteSpace() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("z", 1);
    members.put("a", "é\n");
    members.put("n", Map.of());
    assertThat(new String(Json.write(members), StandardCharsets.UTF_8))
        .isEqualTo("{\"z\":1,\"a\":\"é\\n\",\"n\":{}}");
  }

  private static JsonObject parse(String text) throws InvalidJson {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reason reason(ThrowingCallable call) {
    return catchThrowableOfType(InvalidJson.class, call).reason();
  }
}

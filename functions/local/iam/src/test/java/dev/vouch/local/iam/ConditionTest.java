package dev.vouch.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a condition holds, value by value; the key's name is always {@code k}. */
final class ConditionTest {

  @ParameterizedTest(name = "{0} [{1}] asked with [{2}]: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "StringEquals | a | a | true",
        "StringEquals | a | A | false",
        "StringEquals | a* | ab | false",
        "StringEquals | a,b | b | true",
        "StringNotEquals | a | a | false",
        "StringNotEquals | a | b | true",
        "StringNotEquals | a,b | b | false",
        "StringEqualsIgnoreCase | a | A | true",
        "StringNotEqualsIgnoreCase | a | A | false",
        "StringLike | a*c | a/b/c | true",
        "StringLike | a?c | abc | true",
        "StringLike | a?c | ac | false",
        "StringLike | A* | abc | false",
        "StringNotLike | a* | b | true",
        "StringNotLike | a*,b | b | false",
        "NumericEquals | 10 | 10.0 | true",
        "NumericNotEquals | 10 | 11 | true",
        "NumericLessThan | 10 | 9 | true",
        "NumericLessThan | 10 | 10 | false",
        "NumericLessThanEquals | 10 | 10 | true",
        "NumericLessThanEquals | 10 | 11 | false",
        "NumericGreaterThan | 10 | 10 | false",
        "NumericGreaterThan | 10 | 11 | true",
        "NumericGreaterThanEquals | 10 | 9 | false",
        "NumericGreaterThanEquals | 10 | 10 | true",
        "DateGreaterThanEquals | 2026-11-21T10:00:00Z | 2026-11-21T09:59:59Z | false",
        "DateGreaterThanEquals | 2026-11-21T10:00:00Z | 2026-11-21T10:00:00Z | true",
        "DateGreaterThanEquals | 2026-11-21T10:00:00Z | 2026-11-21T10:00:01Z | true",
        "DateGreaterThan | 2026-11-21T10:00:00Z | 2026-11-21T10:00:00Z | false",
        "DateGreaterThan | 2026-11-21T10:00:00Z | 2026-11-21T10:00:01Z | true",
        "DateLessThan | 2026-11-21T10:00:00Z | 2026-11-21T09:59:59Z | true",
        "DateLessThan | 2026-11-21T10:00:00Z | 2026-11-21T10:00:00Z | false",
        "DateLessThanEquals | 2026-11-21T10:00:00Z | 2026-11-21T10:00:00Z | true",
        "DateLessThanEquals | 2026-11-21T10:00:00Z | 2026-11-21T10:00:01Z | false",
        "DateEquals | 2026-11-21 | 2026-11-21T00:00:00Z | true",
        "DateEquals | 2026-11-21T10:00:00Z | 2026-11-21T11:00:00+01:00 | true",
        "DateEquals | 1795255200 | 2026-11-21T10:00:00Z | true",
        "DateNotEquals | 2026-11-21T10:00:00Z | 2026-11-21T10:00:01Z | true",
        "Bool | true | true | true",
        "Bool | true | false | false",
        "IpAddress | 203.0.113.0/24 | 203.0.112.255 | false",
        "IpAddress | 203.0.113.0/24 | 203.0.113.0 | true",
        "IpAddress | 203.0.113.0/24 | 203.0.113.255 | true",
        "IpAddress | 203.0.113.0/24 | 203.0.114.0 | false",
        "IpAddress | 203.0.113.8/29 | 203.0.113.15 | true",
        "IpAddress | 203.0.113.8/29 | 203.0.113.16 | false",
        "IpAddress | 0.0.0.0/0 | 203.0.113.16 | true",
        "IpAddress | 0.0.0.0/0 | 2001:db8::1 | false",
        "IpAddress | 203.0.113.7 | 203.0.113.7 | true",
        "IpAddress | 2001:db8::/32 | 2001:db8:ffff::1 | true",
        "IpAddress | 2001:db8::/32 | 2001:db9::1 | false",
        "NotIpAddress | 203.0.113.0/24 | 203.0.113.1 | false",
        "NotIpAddress | 203.0.113.0/24 | 198.51.100.1 | true",
        "ArnLike | arn:aws:iam::*:role/* | arn:aws:iam::1:role/a/b | true",
        "ArnLike | arn:aws:iam::*:role/* | arn:aws:iam:x:1:role/a | false",
        "ArnLike | arn:aws:iam::*:role/a | arn:aws:iam::1:2:role/a | false",
        "ArnLike | arn:aws:iam::1:role/a | no-arn | false",
        "ArnLike | * | no-arn | true",
        "ArnEquals | arn:aws:iam::1:role/? | arn:aws:iam::1:role/a | true",
        "ArnNotLike | arn:aws:iam::1:role/* | arn:aws:iam::1:role/a | false",
        "ArnNotEquals | arn:aws:iam::1:role/* | arn:aws:iam::2:role/a | true",
        "Null | true | x | false",
        "Null | false | x | true",
        "StringEqualsIfExists | a | b | false",
        "StringEqualsIfExists | a | a | true",
      })
  void comparesOneValue(String operator, String policy, String request, boolean expected) {
    assertThat(holds(operator, policy, List.of(request))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "StringEquals, false",
    "StringNotEquals, true",
    "StringEqualsIgnoreCase, false",
    "StringNotEqualsIgnoreCase, true",
    "StringLike, false",
    "StringNotLike, true",
    "StringEqualsIfExists, true",
    "StringNotEqualsIfExists, true",
    "ForAnyValue:StringEquals, false",
    "ForAnyValue:StringNotEquals, false",
    "ForAllValues:StringEquals, true",
    "ForAllValues:StringNotEquals, true",
    "ForAnyValue:StringEqualsIfExists, true",
  })
  void aMissingKeyHasItsOwnAnswer(String operator, boolean expected) {
    assertThat(holds(operator, "a", List.of())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "DateGreaterThanEquals, 2026-11-21T10:00:00Z, false",
    "DateNotEquals, 2026-11-21T10:00:00Z, true",
    "NumericLessThan, 5, false",
    "NumericNotEquals, 5, true",
    "IpAddress, 203.0.113.0/24, false",
    "NotIpAddress, 203.0.113.0/24, true",
    "ArnLike, arn:aws:iam::1:role/a, false",
    "ArnNotLike, arn:aws:iam::1:role/a, true",
    "Bool, true, false",
    "Bool, false, false",
    "BoolIfExists, true, true",
    "Null, true, true",
    "Null, false, false",
  })
  void aMissingKeyHasItsOwnAnswerInEveryFamily(String operator, String policy, boolean expected) {
    assertThat(holds(operator, policy, List.of())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} [{1}] asked with [{2}]: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ForAnyValue:StringEquals | a,b | x,b | true",
        "ForAnyValue:StringEquals | a,b | x,y | false",
        "ForAllValues:StringEquals | a,b | a,b | true",
        "ForAllValues:StringEquals | a,b | a,x | false",
        "ForAnyValue:StringNotEquals | a,b | a,x | true",
        "ForAnyValue:StringNotEquals | a,b | a,b | false",
        "ForAllValues:StringNotEquals | a,b | x,y | true",
        "ForAllValues:StringNotEquals | a,b | a,x | false",
        "ForAllValues:StringLike | a* | ab,ac | true",
        "ForAnyValue:ArnLike | arn:aws:iam::1:role/* | x,arn:aws:iam::1:role/q | true",
      })
  void setOperatorsLookAtEveryValue(
      String operator, String policy, String request, boolean expected) {
    assertThat(holds(operator, policy, words(request))).isEqualTo(expected);
  }

  @Test
  void refusesToGuessAboutManyValuesWithoutASetOperator() {
    assertThatThrownBy(() -> holds("StringEquals", "a", List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("StringEquals over many values of k");
  }

  @ParameterizedTest
  @CsvSource({
    "NumericEquals,5,x",
    "DateLessThan,2026-11-21,x",
    "IpAddress,203.0.113.7,host.example"
  })
  void refusesToGuessAboutAContextValueOfAnotherKind(String operator, String policy, String value) {
    assertThatThrownBy(() -> holds(operator, policy, List.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("context value does not fit the operator: " + value);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/33",
    "203.0.113/24",
    "203.0.113.0/",
    "203.0.113.0/-1",
    "2001:db8::/129",
    "host.example.a.b",
    "fe80::1%eth0",
    "203.0.113.256"
  })
  void readsNoAddressIntoWhatIsNone(String text) {
    assertThat(IpRange.parse(text)).isEmpty();
  }

  private static boolean holds(String operator, String policy, List<String> request) {
    Map<String, List<String>> keys = request.isEmpty() ? Map.of() : Map.of("K", request);
    return Condition.of(operator, "k", words(policy))
        .holds(RequestContext.of("ecr:BatchGetImage", "*", keys));
  }

  private static List<String> words(String commaSeparated) {
    return Arrays.asList(commaSeparated.split(","));
  }
}

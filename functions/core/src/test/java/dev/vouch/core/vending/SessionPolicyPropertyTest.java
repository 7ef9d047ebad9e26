package dev.vouch.core.vending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.vending.SessionPolicyProperty.Compiler;
import dev.vouch.core.vending.SessionPolicyProperty.Tally;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SessionPolicyPropertyTest {
  private static final long SEEDS = 2_500;

  @Test
  void aSessionPolicyAllowsExactlyWhatTheDecisionAllowsUntilItExpires() {
    SessionPolicyProperty property = new SessionPolicyProperty(SessionPolicyPropertyTest::compiled);
    assertThat(property.counterexample(0, SEEDS)).isEmpty();

    Tally tally = property.tally();
    int asked = tally.allowed + tally.refused + tally.refusedByDenial + tally.notSelected;
    assertThat(asked).isGreaterThan(20_000);
    assertThat(tally.allowed).isGreaterThan(asked / 10);
    assertThat(tally.refused).isGreaterThan(asked / 10);
    assertThat(tally.refusedByDenial).isGreaterThan(asked / 10);
    assertThat(tally.notSelected).isGreaterThan(500);
    assertThat(tally.nothingGranted).isGreaterThan(100);
    assertThat(tally.tooLarge).isLessThan(25);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenCompilers")
  void thePropertyFindsABrokenCompiler(String fault, Compiler broken) {
    Optional<String> found = new SessionPolicyProperty(broken).counterexample(0, SEEDS);
    assertThat(found).as(fault).isPresent();
    assertThat(found.get()).startsWith("seed ").contains("policy: {");
  }

  static Stream<Arguments> brokenCompilers() {
    return Stream.of(
        changed("forgets denials", "\\{\"Effect\":\"Deny\",\"Action\":[^{}]*},(?=\\{)", ""),
        changed("denies push only", "\"ecr:\\*\"", "\"ecr:PutImage\""),
        changed("never ends", ",\\{\"Effect\":\"Deny\",\"Action\":\"\\*\".*", "]}"),
        Arguments.of(
            "ends a second late",
            (Compiler) (entitlement, expiry) -> compiled(entitlement, expiry.plusSeconds(1))),
        Arguments.of(
            "ends a second early",
            (Compiler) (entitlement, expiry) -> compiled(entitlement, expiry.minusSeconds(1))),
        changed("ends after the time and not at it", "DateGreaterThanEquals", "DateGreaterThan"),
        changed("covers what only begins alike", "/\\*\"", "*\""),
        changed("covers the path itself", "(\"arn:[^\"]*)/\\*\"", "$1\",$1/*\""),
        changed(
            "gives push with pull", "\"ecr:ListImages\"", "\"ecr:ListImages\",\"ecr:PutImage\""),
        changed("forgets an action", ",\"ecr:ListImages\"", ""),
        changed("opens other Regions", ":ecr:[a-z0-9-]+:", ":ecr:*:"),
        changed("opens other accounts", ":[0-9]{12}:", ":*:"),
        changed("allows all of ECR", "\"ecr:GetAuthorizationToken\"", "\"ecr:*\""),
        changed("gives no token", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"));
  }

  private static Arguments changed(String fault, String from, String to) {
    UnaryOperator<String> change =
        json ->
            json.replaceAll("\"Resource\":(\"[^\"]*\")", "\"Resource\":[$1]").replaceAll(from, to);
    Compiler compiler = (entitlement, expiry) -> compiled(entitlement, expiry).map(change);
    return Arguments.of(fault, compiler);
  }

  private static Optional<String> compiled(Entitlement entitlement, Instant expiry) {
    return switch (SessionPolicy.compile(entitlement, expiry)) {
      case SessionPolicyResult.Compiled(String json) -> Optional.of(json);
      case SessionPolicyResult.TooLarge large -> Optional.empty();
    };
  }
}

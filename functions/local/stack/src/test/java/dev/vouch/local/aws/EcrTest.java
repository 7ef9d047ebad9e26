package dev.vouch.local.aws;

import static dev.vouch.local.aws.AwsFixture.allow;
import static dev.vouch.local.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.aws.RegistryTokens.End;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/** GetAuthorizationToken. */
final class EcrTest {
  private final AwsFixture given = new AwsFixture();

  EcrTest() throws IOException {}

  @AfterEach
  void close() {
    given.close();
  }

  @Test
  void givesATokenForTwelveHours() {
    try (EcrClient ecr = session(allow("ecr:*"))) {
      AuthorizationData data = ecr.getAuthorizationToken().authorizationData().getFirst();
      assertThat(data.proxyEndpoint())
          .isEqualTo("https://123456789012.dkr.ecr.us-east-1.amazonaws.com");
      assertThat(Duration.between(given.clock.instant(), data.expiresAt()))
          .isBetween(Duration.ofHours(12).minusSeconds(10), Duration.ofHours(12));
    }
  }

  @Test
  void tiesTheTokenToTheSession() {
    String password = given.registryPassword(allow("ecr:*"));
    assertThat(given.tokens.find(password).orElseThrow().identity().caller().arn())
        .endsWith("vouch-registry/record-1");
    assertThat(given.tokens.find(password + "x")).isEmpty();
  }

  @Test
  void endsTheTokenWithTheSessionWhereThatIsAsked() throws IOException {
    try (AwsFixture other = new AwsFixture(End.WITH_SESSION)) {
      String password = other.registryPassword(allow("ecr:*"));
      Instant end = other.tokens.find(password).orElseThrow().expires();
      assertThat(end).isBefore(other.clock.instant().plus(Duration.ofMinutes(16)));
    }
  }

  @Test
  void refusesASessionWhosePolicyDoesNotAllowIt() {
    try (EcrClient ecr = session(allow("ecr:BatchGetImage"))) {
      assertRefused("AccessDeniedException", ecr::getAuthorizationToken);
    }
  }

  @Test
  void refusesASessionWhoseRoleDoesNotAllowIt() {
    given.role(
        given.trust(AwsFixture.TRUSTED, "sts.amazonaws.com", "vouch"), allow("ecr:BatchGetImage"));
    try (EcrClient ecr = session(allow("ecr:*"))) {
      assertRefused("AccessDeniedException", ecr::getAuthorizationToken);
    }
  }

  @Test
  @SuppressWarnings("deprecation") // still in the API, and must not be ignored
  void refusesARegistryOfAnotherAccount() {
    try (EcrClient ecr = session(allow("ecr:*"))) {
      assertRefused(
          "InvalidParameterException",
          () -> ecr.getAuthorizationToken(r -> r.registryIds("210987654321")));
    }
  }

  @Test
  void refusesAnOperationThatIsNotEmulated() {
    try (EcrClient ecr = session(allow("ecr:*"))) {
      assertRefused("UnknownOperationException", ecr::describeRepositories);
    }
  }

  @Test
  void throttlesMoreThanABurst() {
    try (EcrClient ecr = session(allow("ecr:*"))) {
      given.clock.move(Duration.ofMinutes(-2));
      for (int i = 0; i < 200; i++) {
        ecr.getAuthorizationToken();
      }
      assertRefused("ThrottlingException", ecr::getAuthorizationToken);
      given.clock.move(Duration.ofMinutes(2));
      assertThat(ecr.getAuthorizationToken().authorizationData()).hasSize(1);
    }
  }

  private EcrClient session(String policy) {
    return given.ecr(AwsFixture.credentials(given.assume(r -> r.policy(policy)).credentials()));
  }
}

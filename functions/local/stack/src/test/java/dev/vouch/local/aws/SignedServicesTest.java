package dev.vouch.local.aws;

import static dev.vouch.local.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What each service answers to a signature that it does not accept, in both protocols. */
final class SignedServicesTest {
  private final AwsFixture given = new AwsFixture();

  SignedServicesTest() throws IOException {}

  @AfterEach
  void close() {
    given.close();
  }

  @Test
  void knowsWhoSigned() {
    try (StsClient sts = given.sts(AwsFixture.credentials(given.functions))) {
      assertThat(sts.getCallerIdentity().arn())
          .isEqualTo("arn:aws:iam::123456789012:user/functions");
    }
  }

  @Test
  void refusesARequestWithoutASignature() {
    refused("MissingAuthenticationToken", "MissingAuthenticationTokenException", null);
  }

  @Test
  void refusesAnUnknownKey() {
    refused(
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        AwsBasicCredentials.create("AKIAAAAAAAAAAAAAAAAA", given.functions.revealSecret()));
  }

  @Test
  void refusesAWrongSecret() {
    refused(
        "SignatureDoesNotMatch",
        "InvalidSignatureException",
        AwsBasicCredentials.create(given.functions.id(), given.functions.revealSecret() + "x"));
  }

  @Test
  void refusesAWrongSessionToken() {
    Credentials minted = given.assume(r -> {}).credentials();
    refused(
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        AwsSessionCredentials.create(
            minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken() + "x"));
    refused(
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        AwsBasicCredentials.create(minted.accessKeyId(), minted.secretAccessKey()));
  }

  @Test
  void refusesAnExpiredSession() {
    given.clock.move(Duration.ofMinutes(-16));
    Credentials minted = given.assume(r -> r.durationSeconds(900)).credentials();
    given.clock.move(Duration.ofMinutes(16));
    refused("ExpiredToken", "ExpiredTokenException", AwsFixture.credentials(minted));
  }

  @Test
  void refusesASignatureFromAnotherTime() {
    AwsCredentials good = AwsFixture.credentials(given.functions);
    given.clock.move(Duration.ofMinutes(16));
    refused("SignatureDoesNotMatch", "InvalidSignatureException", good);
    given.clock.move(Duration.ofMinutes(-32));
    refused("SignatureDoesNotMatch", "InvalidSignatureException", good);
  }

  @Test
  void refusesASignatureForAnotherRegion() {
    AwsCredentials good = AwsFixture.credentials(given.functions);
    try (StsClient sts = given.client(StsClient.builder(), good, Region.EU_WEST_1);
        EcrClient ecr = given.client(EcrClient.builder(), good, Region.EU_WEST_1)) {
      assertRefused("SignatureDoesNotMatch", sts::getCallerIdentity);
      assertRefused("InvalidSignatureException", ecr::getAuthorizationToken);
    }
  }

  private void refused(String query, String json, @Nullable AwsCredentials credentials) {
    try (StsClient sts = given.client(StsClient.builder(), credentials);
        EcrClient ecr = given.client(EcrClient.builder(), credentials)) {
      assertRefused(query, sts::getCallerIdentity);
      assertRefused(json, ecr::getAuthorizationToken);
    }
  }
}

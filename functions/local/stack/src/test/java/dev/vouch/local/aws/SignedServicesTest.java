package dev.vouch.local.aws;

import static dev.vouch.local.aws.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
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

  @Test
  void refusesABodyThatIsNotJson() throws IOException, InterruptedException {
    HttpResponse<String> answer = send("{", "TrentService.Sign");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"__type\":\"SerializationException\"");
  }

  @Test
  void refusesABodyOverAMegabyte() throws IOException, InterruptedException {
    assertThat(send(" ".repeat((1 << 20) + 1), "TrentService.Sign").statusCode()).isEqualTo(413);
  }

  private HttpResponse<String> send(String body, String target)
      throws IOException, InterruptedException {
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(AwsFixture.credentials(given.functions))
                    .request(
                        SdkHttpRequest.builder()
                            .method(SdkHttpMethod.POST)
                            .uri(given.aws.endpoint())
                            .putHeader("X-Amz-Target", target)
                            .build())
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(given.aws.endpoint()).POST(BodyPublishers.ofString(body));
    signed.forEachHeader((name, values) -> {
      if (!name.equals("Host")) {
        values.forEach(value -> request.header(name, value));
      }
    });
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
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

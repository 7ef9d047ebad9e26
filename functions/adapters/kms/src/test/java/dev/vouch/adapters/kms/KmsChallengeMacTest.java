package dev.vouch.adapters.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.session.ChallengeMac;
import dev.vouch.core.session.ChallengeMacContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

final class KmsChallengeMacTest extends ChallengeMacContract {
  private final MacServer server = new MacServer();
  private final KmsClient client =
      KmsClient.builder()
          .endpointOverride(server.uri())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();

  KmsChallengeMacTest() throws IOException {}

  @Override
  protected ChallengeMac mac() {
    return new KmsChallengeMac(client, MacServer.KEY);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void asksNobodyAboutACodeOfAnotherLength() {
    mac().verify(new byte[1], new byte[31]);
    assertThat(server.calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Mac\":\"AAAA\"}"})
  void takesNoAnswerWithoutACode(String answer) {
    server.answer(answer);
    assertThatThrownBy(() -> mac().generate(new byte[1])).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> mac().verify(new byte[1], new byte[32]))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void takesNoFailureForAWrongCode() {
    ChallengeMac other = new KmsChallengeMac(client, "alias/another");
    assertThatThrownBy(() -> other.verify(new byte[1], new byte[32]))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> other.generate(new byte[1])).isInstanceOf(Unavailable.class);
  }
}

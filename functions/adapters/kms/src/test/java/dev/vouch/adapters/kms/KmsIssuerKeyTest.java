package dev.vouch.adapters.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import dev.vouch.adapters.aws.testing.AwsSettings;
import dev.vouch.adapters.aws.testing.ScriptedServer;
import dev.vouch.core.fault.Deadline;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

final class KmsIssuerKeyTest {
  private static final String ARN = "arn:aws:kms:us-east-1:123456789012:key/one";
  private static final KeyPair PAIR = pair();
  private static final Duration IMPATIENT = Duration.ofMillis(200);
  private static final Sha256 DIGEST = Sha256.of("header.claims");

  private final ScriptedServer server = new ScriptedServer();
  private final AwsSettings settings = new AwsSettings(server.uri());
  private final KmsClient client = KmsClients.open();
  private final KmsIssuerKey key = new KmsIssuerKey(client, "alias/issuer");

  @AfterEach
  void close() {
    client.close();
    settings.close();
    server.close();
  }

  @Test
  void namesTheKeyByItsThumbprint() throws Exception {
    server.answer(publicKey());
    String thumbprint =
        new RSAKey.Builder((RSAPublicKey) PAIR.getPublic()).build().computeThumbprint().toString();
    assertThat(key.kid()).isEqualTo(new Answer.Given<>(thumbprint));
  }

  @Test
  void readsThePublicKeyOnceAndSignsWithTheKeyThatItBelongsTo() {
    server.answer(publicKey(), signature("one"), signature("two"));
    key.kid();
    assertThat(key.sign(DIGEST)).isEqualTo(new Answer.Given<>(Bytes.utf8("one")));
    assertThat(key.sign(DIGEST)).isEqualTo(new Answer.Given<>(Bytes.utf8("two")));
    assertThat(operations())
        .containsExactly("TrentService.GetPublicKey", "TrentService.Sign", "TrentService.Sign");
    assertThat(server.asked().get(1).body())
        .contains("\"KeyId\":\"" + ARN + "\"")
        .contains("\"MessageType\":\"DIGEST\"")
        .contains("\"SigningAlgorithm\":\"RSASSA_PKCS1_V1_5_SHA_256\"")
        .contains(Base64.getEncoder().encodeToString(DIGEST.toArray()));
  }

  @Test
  void signsItsRequests() {
    server.answer(publicKey());
    key.kid();
    assertThat(server.asked().getFirst().headers().get("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIATESTTESTTESTTEST/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccessDeniedException",
        "DisabledException",
        "InvalidKeyUsageException",
        "KMSInvalidStateException",
        "NotFoundException"
      })
  void saysThatTheKeyIsNotUsable(String code) {
    server.answer(publicKey(), ScriptedServer.jsonError(400, code));
    assertThat(withheld(key.sign(DIGEST)).code()).isEqualTo("issuer_key_not_usable");
  }

  @Test
  void saysThatKmsThrottlesAndDoesNotInsist() {
    server.answer(ScriptedServer.jsonError(400, "ThrottlingException"));
    assertThat(withheld(key.kid()).code()).isEqualTo("upstream_throttled");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KMSInternalException", "DependencyTimeoutException"})
  void saysThatKmsIsUnavailable(String code) {
    server.answer(ScriptedServer.jsonError(500, code));
    assertThat(withheld(key.kid()).code()).isEqualTo("upstream_unavailable");
  }

  @Test
  void saysThatKmsCannotBeReached() {
    server.close();
    assertThat(withheld(key.kid()).code()).isEqualTo("upstream_unavailable");
  }

  @Test
  void givesUpWhenKmsDoesNotAnswerInTime() {
    server.fallSilent();
    try (KmsClient impatient = KmsClients.open(IMPATIENT, IMPATIENT)) {
      assertThat(withheld(new KmsIssuerKey(impatient, "alias/issuer").kid()).code())
          .isEqualTo("upstream_timeout");
    }
  }

  @ParameterizedTest
  @CsvSource({"3999,0", "4000,1", "4001,1"})
  void asksOnlyWhereTheRequestLeavesTimeForTheAnswerAndItsRecord(long millis, int asked) {
    server.answer(publicKey());
    Answer<String> kid = Deadline.within(Duration.ofMillis(millis), () -> 0, key::kid);
    assertThat(server.asked()).hasSize(asked);
    if (asked == 0) {
      assertThat(withheld(kid).code()).isEqualTo("upstream_timeout");
    }
  }

  @Test
  void asksAgainAfterAFailure() {
    server.answer(ScriptedServer.jsonError(400, "NotFoundException"), publicKey());
    assertThat(key.kid()).isInstanceOf(Answer.Withheld.class);
    assertThat(key.kid()).isInstanceOf(Answer.Given.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"KeyId\":\"k\"}", "{\"KeyId\":\"k\",\"PublicKey\":\"AAAA\"}"})
  void takesNoAnswerWithoutAnRsaKey(String answer) {
    server.answer(ScriptedServer.json(200, answer));
    assertThat(withheld(key.kid()).code()).isEqualTo("upstream_answer_not_understood");
    assertThat(withheld(key.sign(DIGEST)).code()).isEqualTo("upstream_answer_not_understood");
    assertThatThrownBy(() -> new KmsPublicKey(client, "alias/issuer").get())
        .isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"KeyId\":"})
  void takesNoAnswerThatIsNoJsonAndDoesNotInsist(String answer) {
    server.answer(ScriptedServer.json(200, answer));
    assertThat(withheld(key.kid()).code()).isEqualTo("upstream_answer_not_understood");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void takesNoAnswerWithoutASignature() {
    server.answer(publicKey(), ScriptedServer.json(200, "{}"));
    assertThat(withheld(key.sign(DIGEST)).code()).isEqualTo("upstream_answer_not_understood");
  }

  @Test
  void throwsOnWhatIsOurOwnMistake() {
    server.answer(ScriptedServer.jsonError(400, "ValidationException"));
    assertThatThrownBy(key::kid).isInstanceOf(SdkException.class);
  }

  private List<String> operations() {
    return server.asked().stream()
        .map(asked -> String.valueOf(asked.headers().get("x-amz-target")))
        .toList();
  }

  private static ScriptedServer.Reply publicKey() {
    String spki = Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
    return ScriptedServer.json(200, "{\"KeyId\":\"%s\",\"PublicKey\":\"%s\"}".formatted(ARN, spki));
  }

  private static ScriptedServer.Reply signature(String text) {
    String encoded = Base64.getEncoder().encodeToString(Bytes.utf8(text).toArray());
    return ScriptedServer.json(
        200, "{\"KeyId\":\"%s\",\"Signature\":\"%s\"}".formatted(ARN, encoded));
  }

  private static MintRefusal withheld(Answer<?> answer) {
    return ((Answer.Withheld<?>) answer).why();
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.vouch.adapters.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.jwk.RSAKey;
import dev.vouch.adapters.aws.testing.AwsSettings;
import dev.vouch.adapters.aws.testing.ScriptedServer;
import dev.vouch.core.fault.Deadline;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.ecr.IssuerKey.Signer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

  private Instant now = Instant.parse("2026-06-01T08:00:00Z");

  private final ScriptedServer server = new ScriptedServer();
  private final AwsSettings settings = new AwsSettings(server.uri());
  private final KmsClient client = KmsClients.open();
  private final KmsIssuerKey key = new KmsIssuerKey(client, "alias/issuer", () -> now);

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
    assertThat(signer().kid()).isEqualTo(thumbprint);
  }

  @Test
  void readsThePublicKeyOnceAndSignsWithTheKeyThatItBelongsTo() {
    server.answer(publicKey(), signature("one"), signature("two"));
    assertThat(signer().sign(DIGEST)).isEqualTo(new Answer.Given<>(Bytes.utf8("one")));
    assertThat(signer().sign(DIGEST)).isEqualTo(new Answer.Given<>(Bytes.utf8("two")));
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
    key.signer();
    assertThat(server.asked().getFirst().headers().get("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIATESTTESTTESTTEST/");
  }

  @Test
  void saysHowLongARequestIs() {
    server.answer(publicKey());
    key.signer();
    ScriptedServer.Asked asked = server.asked().getFirst();
    assertThat(asked.headers())
        .containsEntry("content-length", String.valueOf(asked.body().length()))
        .doesNotContainKey("transfer-encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DisabledException",
        "InvalidKeyUsageException",
        "KMSInvalidStateException",
        "NotFoundException"
      })
  void saysThatTheKeyIsNotUsable(String code) {
    server.answer(publicKey(), ScriptedServer.jsonError(400, code));
    assertThat(withheld(signer().sign(DIGEST)).code()).isEqualTo("issuer_key_not_usable");
  }

  @Test
  void aMissingRightIsTheDeploymentsFaultAndNoRefusal() {
    server.answer(publicKey(), ScriptedServer.jsonError(400, "AccessDeniedException"));
    Unavailable fault = catchThrowableOfType(Unavailable.class, () -> signer().sign(DIGEST));
    assertThat(fault.kind()).isEqualTo(Unavailable.Kind.PERMISSION_MISSING);
    assertThat(fault.code()).isEqualTo("permission_missing");
  }

  @Test
  void saysThatKmsThrottlesAndDoesNotInsist() {
    server.answer(ScriptedServer.jsonError(400, "ThrottlingException"));
    assertThat(withheld(key.signer()).code()).isEqualTo("upstream_throttled");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KMSInternalException", "DependencyTimeoutException"})
  void saysThatKmsIsUnavailable(String code) {
    server.answer(ScriptedServer.jsonError(500, code));
    assertThat(withheld(key.signer()).code()).isEqualTo("upstream_unavailable");
  }

  @Test
  void saysThatKmsCannotBeReached() {
    server.close();
    assertThat(withheld(key.signer()).code()).isEqualTo("upstream_unavailable");
  }

  @Test
  void givesUpWhenKmsDoesNotAnswerInTime() {
    server.fallSilent();
    try (KmsClient impatient = KmsClients.open(IMPATIENT, IMPATIENT)) {
      assertThat(withheld(new KmsIssuerKey(impatient, "alias/issuer", () -> now).signer()).code())
          .isEqualTo("upstream_timeout");
    }
  }

  @ParameterizedTest
  @CsvSource({"3999,0", "4000,1", "4001,1"})
  void asksOnlyWhereTheRequestLeavesTimeForTheAnswerAndItsRecord(long millis, int asked) {
    server.answer(publicKey());
    Answer<Signer> signer = Deadline.within(Duration.ofMillis(millis), () -> 0, key::signer);
    assertThat(server.asked()).hasSize(asked);
    if (asked == 0) {
      assertThat(withheld(signer).code()).isEqualTo("upstream_timeout");
    }
  }

  @Test
  void asksAgainAfterAFailure() {
    server.answer(ScriptedServer.jsonError(400, "NotFoundException"), publicKey());
    assertThat(key.signer()).isInstanceOf(Answer.Withheld.class);
    assertThat(key.signer()).isInstanceOf(Answer.Given.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"KeyId\":\"k\"}", "{\"KeyId\":\"k\",\"PublicKey\":\"AAAA\"}"})
  void takesNoAnswerWithoutAnRsaKey(String answer) {
    server.answer(ScriptedServer.json(200, answer));
    assertThat(withheld(key.signer()).code()).isEqualTo("upstream_answer_not_understood");
    assertThatThrownBy(() -> new KmsPublicKey(client, "alias/issuer").get())
        .isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"KeyId\":"})
  void takesNoAnswerThatIsNoJsonAndDoesNotInsist(String answer) {
    server.answer(ScriptedServer.json(200, answer));
    assertThat(withheld(key.signer()).code()).isEqualTo("upstream_answer_not_understood");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void takesNoAnswerWithoutASignature() {
    server.answer(publicKey(), ScriptedServer.json(200, "{}"));
    assertThat(withheld(signer().sign(DIGEST)).code()).isEqualTo("upstream_answer_not_understood");
  }

  @Test
  void throwsOnWhatIsOurOwnMistake() {
    server.answer(ScriptedServer.jsonError(400, "ValidationException"));
    assertThatThrownBy(key::signer).isInstanceOf(SdkException.class);
  }

  @ParameterizedTest
  @CsvSource({"299,GetPublicKey:Sign:Sign", "300,GetPublicKey:Sign:GetPublicKey:Sign"})
  void readsThePublicKeyAgainAfterFiveMinutes(long seconds, String operations) {
    server.answer(publicKey(), signature("one"));
    signer().sign(DIGEST);
    now = now.plusSeconds(seconds);
    server.answer(publicKey(), signature("two"));
    signer().sign(DIGEST);
    assertThat(operations())
        .containsExactly(
            Arrays.stream(operations.split(":", -1))
                .map("TrentService."::concat)
                .toArray(String[]::new));
  }

  @Test
  void aSignatureIsAskedOfTheKeyWhoseIdWasToldWhateverIsPutInItsPlace() {
    server.answer(publicKey());
    Signer before = signer();
    now = now.plus(KmsIssuerKey.KNOWN_FOR);
    server.answer(publicKey(ARN + "-next"), signature("old"), signature("new"));
    Signer after = signer();
    before.sign(DIGEST);
    after.sign(DIGEST);
    assertThat(server.asked().get(2).body()).contains("\"KeyId\":\"" + ARN + "\"");
    assertThat(server.asked().get(3).body()).contains("\"KeyId\":\"" + ARN + "-next\"");
  }

  private Signer signer() {
    return ((Answer.Given<Signer>) key.signer()).value();
  }

  private List<String> operations() {
    return server.asked().stream()
        .map(asked -> String.valueOf(asked.headers().get("x-amz-target")))
        .toList();
  }

  private static ScriptedServer.Reply publicKey() {
    return publicKey(ARN);
  }

  private static ScriptedServer.Reply publicKey(String arn) {
    String spki = Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
    return ScriptedServer.json(200, "{\"KeyId\":\"%s\",\"PublicKey\":\"%s\"}".formatted(arn, spki));
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

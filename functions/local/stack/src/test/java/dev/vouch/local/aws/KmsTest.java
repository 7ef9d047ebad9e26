package dev.vouch.local.aws;

import static dev.vouch.local.aws.AwsFixture.allow;
import static dev.vouch.local.aws.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.signature.AccessKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Sign, GetPublicKey, GenerateMac and VerifyMac. */
final class KmsTest {
  private static final byte[] MESSAGE = "a message".getBytes(UTF_8);
  private final AwsFixture given = new AwsFixture();
  private final KmsClient kms = given.kms(AwsFixture.credentials(given.functions));

  KmsTest() throws IOException {}

  @BeforeEach
  void keys() {
    given.kms.create("alias/rsa", KmsKey::rsa);
    given.kms.create("alias/ec", KmsKey::p256);
    given.kms.create("alias/mac", KmsKey::hmac);
  }

  @AfterEach
  void close() {
    kms.close();
    given.close();
  }

  @ParameterizedTest
  @CsvSource({
    "alias/rsa, RSA, SHA256withRSA, RSASSA_PKCS1_V1_5_SHA_256",
    "alias/ec, EC, SHA256withECDSA, ECDSA_SHA_256"
  })
  void signsMessagesAndDigestsAlike(String key, String type, String jca, String algorithm)
      throws GeneralSecurityException {
    byte[] spki = kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray();
    PublicKey publicKey = KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(spki));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    for (MessageType form : new MessageType[] {MessageType.RAW, MessageType.DIGEST}) {
      byte[] signature =
          kms.sign(r ->
                  r.keyId(key)
                      .message(SdkBytes.fromByteArray(form == MessageType.RAW ? MESSAGE : digest))
                      .messageType(form)
                      .signingAlgorithm(algorithm))
              .signature()
              .asByteArray();
      Signature verifier = Signature.getInstance(jca);
      verifier.initVerify(publicKey);
      verifier.update(MESSAGE);
      assertThat(verifier.verify(signature)).as(form.toString()).isTrue();
    }
  }

  @Test
  void verifiesItsOwnMac() {
    SdkBytes mac = kms.generateMac(mac(r -> {})).mac();
    assertThat(
            kms.verifyMac(r ->
                    r.keyId("alias/mac")
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .message(SdkBytes.fromByteArray(MESSAGE))
                        .mac(mac))
                .macValid())
        .isTrue();
  }

  @Test
  void refusesAMacOverAnotherMessage() {
    SdkBytes mac = kms.generateMac(mac(r -> {})).mac();
    assertRefused(
        "KMSInvalidMacException",
        () ->
            kms.verifyMac(r ->
                r.keyId("alias/mac")
                    .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                    .message(SdkBytes.fromUtf8String("another"))
                    .mac(mac)));
  }

  @Test
  void refusesAKeyThatDoesNotExist() {
    refusedSign("NotFoundException", r -> r.keyId("alias/none"));
  }

  @Test
  void refusesToSignWithAMacKey() {
    refusedSign("InvalidKeyUsageException", r -> r.keyId("alias/mac"));
    assertRefused("InvalidKeyUsageException", () -> kms.getPublicKey(r -> r.keyId("alias/mac")));
  }

  @Test
  void refusesToMakeAMacWithASigningKey() {
    assertRefused(
        "InvalidKeyUsageException", () -> kms.generateMac(mac(r -> r.keyId("alias/rsa"))));
  }

  @Test
  void refusesAnAlgorithmThatTheKeyDoesNotHave() {
    refusedSign(
        "InvalidKeyUsageException", r -> r.signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256));
    assertRefused(
        "InvalidKeyUsageException",
        () -> kms.generateMac(mac(r -> r.macAlgorithm(MacAlgorithmSpec.HMAC_SHA_512))));
  }

  @Test
  void refusesADigestOfAnotherLength() {
    refusedSign("ValidationException", r -> r.messageType(MessageType.DIGEST));
  }

  @Test
  void refusesAMessageThatIsEmptyOrTooLong() {
    SdkBytes tooLong = SdkBytes.fromByteArray(new byte[4_097]);
    SdkBytes empty = SdkBytes.fromByteArray(new byte[0]);
    refusedSign("ValidationException", r -> r.message(tooLong));
    refusedSign("ValidationException", r -> r.message(empty));
    assertRefused("ValidationException", () -> kms.generateMac(mac(r -> r.message(tooLong))));
    assertThat(kms.sign(sign(r -> r.message(SdkBytes.fromByteArray(new byte[4_096])))).signature())
        .isNotNull();
  }

  @Test
  void refusesACallerWhosePolicyDoesNotAllowIt() {
    try (KmsClient other =
        given.kms(
            AwsFixture.credentials(given.account.addUser("other", allow("kms:GetPublicKey"))))) {
      assertThat(other.getPublicKey(r -> r.keyId("alias/rsa")).publicKey()).isNotNull();
      assertRefused("AccessDeniedException", () -> other.sign(sign(r -> {})));
    }
  }

  @Test
  void answersWhomTheKeysOwnPolicyNamesAndNobodyElse() {
    String arn = kms.getPublicKey(r -> r.keyId("alias/rsa")).keyId();
    given.kms.putPolicy(
        arn,
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Sign","Resource":"*",
        "Principal":{"AWS":"arn:aws:iam::123456789012:user/named"}}]}
        """);
    AccessKey named = given.account.addUser("named", allow("s3:GetObject"));
    try (KmsClient client = given.kms(AwsFixture.credentials(named))) {
      assertThat(client.sign(sign(r -> {})).signature()).isNotNull();
      assertRefused("AccessDeniedException", () -> client.getPublicKey(r -> r.keyId(arn)));
    }
    refusedSign("AccessDeniedException", r -> {});
  }

  @Test
  void refusesAnOperationThatIsNotEmulated() {
    assertRefused("UnknownOperationException", kms::listKeys);
  }

  @Test
  void answersWithAnInjectedFault() {
    given.faults.next(
        "Sign", new Fault.Refusal(new AwsError(400, "ThrottlingException", "Rate exceeded")));
    refusedSign("ThrottlingException", r -> {});
  }

  private void refusedSign(String code, Consumer<SignRequest.Builder> change) {
    assertRefused(code, () -> kms.sign(sign(change)));
  }

  private static SignRequest sign(Consumer<SignRequest.Builder> change) {
    SignRequest.Builder request =
        SignRequest.builder()
            .keyId("alias/rsa")
            .message(SdkBytes.fromByteArray(MESSAGE))
            .messageType(MessageType.RAW)
            .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256);
    change.accept(request);
    return request.build();
  }

  private static GenerateMacRequest mac(Consumer<GenerateMacRequest.Builder> change) {
    GenerateMacRequest.Builder request =
        GenerateMacRequest.builder()
            .keyId("alias/mac")
            .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
            .message(SdkBytes.fromByteArray(MESSAGE));
    change.accept(request);
    return request.build();
  }
}

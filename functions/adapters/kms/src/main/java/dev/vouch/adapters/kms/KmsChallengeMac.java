package dev.vouch.adapters.kms;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.session.ChallengeMac;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsInvalidMacException;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;

/** The challenge key in AWS KMS: an HMAC_256 key, used with GenerateMac and VerifyMac. */
public final class KmsChallengeMac implements ChallengeMac {
  private static final int CODE_SIZE = 32;
  private static final String SYSTEM = "the challenge key";

  private final KmsClient kms;
  private final String key;

  /**
   * @param key id, ARN or alias of a key of the type HMAC_256
   */
  public KmsChallengeMac(KmsClient kms, String key) {
    this.kms = kms;
    this.key = key;
  }

  /**
   * @throws Unavailable when KMS does not answer, or refuses for another reason than the code
   */
  @Override
  public byte[] generate(byte[] message) {
    SdkBytes code =
        answered(() ->
            kms.generateMac(request ->
                    request
                        .keyId(key)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .message(SdkBytes.fromByteArray(message)))
                .mac());
    if (code == null || code.asByteArrayUnsafe().length != CODE_SIZE) {
      throw new Unavailable(SYSTEM);
    }
    return code.asByteArray();
  }

  /**
   * @throws Unavailable when KMS does not answer, or refuses for another reason than the code
   */
  @Override
  public boolean verify(byte[] message, byte[] code) {
    if (code.length != CODE_SIZE) {
      return false;
    }
    Boolean valid =
        answered(() -> {
          try {
            return kms.verifyMac(request ->
                    request
                        .keyId(key)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .message(SdkBytes.fromByteArray(message))
                        .mac(SdkBytes.fromByteArray(code)))
                .macValid();
          } catch (KmsInvalidMacException refused) {
            return false;
          }
        });
    if (valid == null) {
      throw new Unavailable(SYSTEM);
    }
    return valid;
  }

  private static <T extends @Nullable Object> T answered(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw Faults.of(SYSTEM, e);
    }
  }
}

package dev.vouch.adapters.kms;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.adapters.aws.UpstreamCall;
import dev.vouch.core.fault.Unavailable.Kind;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Upstream;
import dev.vouch.core.vending.ecr.IssuerJwk;
import dev.vouch.core.vending.ecr.IssuerKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * The issuer key in AWS KMS.
 *
 * <p>The public key is read with the ARN of the key behind the configured name, and every signature
 * is asked of that ARN: an alias that moves in between cannot pair one key's id with another key's
 * signature. It is read again after {@link #KNOWN_FOR}, so that an instance follows its alias.
 */
public final class KmsIssuerKey implements IssuerKey {
  /** Short beside the half hour that an administrator waits between two steps of a rotation. */
  static final Duration KNOWN_FOR = Duration.ofMinutes(5);

  private static final Set<String> NOT_USABLE =
      Set.of(
          "DisabledException",
          "InvalidKeyUsageException",
          "KMSInvalidStateException",
          "NotFoundException");

  private final KmsClient kms;
  private final String name;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  private record Known(Signer signer, Instant until) {}

  /**
   * @param name key id, ARN or alias of an RSA key for signing
   */
  public KmsIssuerKey(KmsClient kms, String name, InstantSource clock) {
    this.kms = kms;
    this.name = name;
    this.clock = clock;
  }

  @Override
  public Answer<Signer> signer() {
    Known last = known;
    Instant now = clock.instant();
    return last == null || !now.isBefore(last.until())
        ? asked(() -> kms.getPublicKey(request -> request.keyId(name)))
            .then(answer -> remember(answer, now.plus(KNOWN_FOR)))
        : new Answer.Given<>(last.signer());
  }

  private Answer<Signer> remember(GetPublicKeyResponse answer, Instant until) {
    String arn = answer.keyId();
    Optional<IssuerJwk> jwk = PublicKeys.jwk(answer);
    if (arn == null || jwk.isEmpty()) {
      return notUnderstood("no RSA key");
    }
    Signer signer = new KmsSigner(kms, arn, jwk.get().kid());
    known = new Known(signer, until);
    return new Answer.Given<>(signer);
  }

  private record KmsSigner(KmsClient kms, String arn, String kid) implements Signer {
    @Override
    public Answer<Bytes> sign(Sha256 digest) {
      return asked(() -> kms.sign(request -> request(request, digest)))
          .then(answer ->
              answer.signature() == null
                  ? notUnderstood("no signature")
                  : new Answer.Given<>(Bytes.of(answer.signature().asByteArray())));
    }

    private void request(SignRequest.Builder request, Sha256 digest) {
      request
          .keyId(arn)
          .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256)
          .messageType(MessageType.DIGEST)
          .message(SdkBytes.fromByteArray(digest.toArray()));
    }
  }

  private static <T> Answer<T> asked(Supplier<T> call) {
    return UpstreamCall.make(Upstream.KMS, KmsIssuerKey::refusal, () -> permitted(call));
  }

  /** A right that the function lacks is the deployment's fault, whatever is asked of it. */
  private static <T> T permitted(Supplier<T> call) {
    try {
      return call.get();
    } catch (KmsException e) {
      throw Faults.kind(e) == Kind.PERMISSION_MISSING ? Faults.of("the issuer key", e) : e;
    }
  }

  private static <T> Answer<T> notUnderstood(String problem) {
    return new Answer.Withheld<>(new MintRefusal.AnswerNotUnderstood(Upstream.KMS, problem));
  }

  private static Optional<MintRefusal> refusal(String code, String message) {
    return NOT_USABLE.contains(code)
        ? Optional.of(new MintRefusal.IssuerKeyNotUsable())
        : Optional.empty();
  }
}

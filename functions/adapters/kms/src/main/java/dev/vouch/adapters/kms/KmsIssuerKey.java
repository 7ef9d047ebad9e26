package dev.vouch.adapters.kms;

import dev.vouch.adapters.aws.UpstreamCall;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.vending.Answer;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Upstream;
import dev.vouch.core.vending.ecr.IssuerJwk;
import dev.vouch.core.vending.ecr.IssuerKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * The issuer key in AWS KMS.
 *
 * <p>The public key is read once, with the ARN of the key behind the configured name, and every
 * signature is asked of that ARN: an alias that moves in between cannot pair one key's id with
 * another key's signature.
 */
public final class KmsIssuerKey implements IssuerKey {
  private static final Set<String> NOT_USABLE =
      Set.of(
          "AccessDeniedException",
          "DisabledException",
          "InvalidKeyUsageException",
          "KMSInvalidStateException",
          "NotFoundException");

  private final KmsClient kms;
  private final String name;
  private volatile @Nullable Identity known;

  private record Identity(String arn, String kid) {}

  /**
   * @param name key id, ARN or alias of an RSA key for signing
   */
  public KmsIssuerKey(KmsClient kms, String name) {
    this.kms = kms;
    this.name = name;
  }

  @Override
  public Answer<String> kid() {
    return identity().then(identity -> new Answer.Given<>(identity.kid()));
  }

  @Override
  public Answer<Bytes> sign(Sha256 digest) {
    return identity()
        .then(identity -> asked(() -> kms.sign(request -> request(request, identity, digest))))
        .then(answer ->
            answer.signature() == null
                ? notUnderstood("no signature")
                : new Answer.Given<>(Bytes.of(answer.signature().asByteArray())));
  }

  private static void request(SignRequest.Builder request, Identity identity, Sha256 digest) {
    request
        .keyId(identity.arn())
        .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256)
        .messageType(MessageType.DIGEST)
        .message(SdkBytes.fromByteArray(digest.toArray()));
  }

  private Answer<Identity> identity() {
    Identity identity = known;
    return identity == null
        ? asked(() -> kms.getPublicKey(request -> request.keyId(name))).then(this::remember)
        : new Answer.Given<>(identity);
  }

  private Answer<Identity> remember(GetPublicKeyResponse answer) {
    String arn = answer.keyId();
    Optional<IssuerJwk> jwk = PublicKeys.jwk(answer);
    if (arn == null || jwk.isEmpty()) {
      return notUnderstood("no RSA key");
    }
    Identity identity = new Identity(arn, jwk.get().kid());
    known = identity;
    return new Answer.Given<>(identity);
  }

  private static <T> Answer<T> asked(Supplier<T> call) {
    return UpstreamCall.make(Upstream.KMS, KmsIssuerKey::refusal, call);
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

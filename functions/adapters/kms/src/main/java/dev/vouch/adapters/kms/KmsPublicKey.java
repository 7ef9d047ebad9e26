package dev.vouch.adapters.kms;

import dev.vouch.adapters.aws.Faults;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.vending.ecr.IssuerJwk;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/** The public half of the issuer key, read from AWS KMS once for each instance. */
public final class KmsPublicKey {
  private static final String SYSTEM = "the issuer key";

  private final KmsClient kms;
  private final String name;
  private volatile @Nullable IssuerJwk known;

  /**
   * @param name key id, ARN or alias of an RSA key for signing
   */
  public KmsPublicKey(KmsClient kms, String name) {
    this.kms = kms;
    this.name = name;
  }

  /**
   * The key as a JWKS publishes it.
   *
   * @throws Unavailable when KMS does not answer, or has no RSA key under this name
   */
  public IssuerJwk get() {
    IssuerJwk jwk = known;
    if (jwk == null) {
      jwk = read();
      known = jwk;
    }
    return jwk;
  }

  private IssuerJwk read() {
    try {
      return PublicKeys.jwk(kms.getPublicKey(request -> request.keyId(name)))
          .orElseThrow(() -> new Unavailable(SYSTEM));
    } catch (SdkException e) {
      throw Faults.of(SYSTEM, e);
    }
  }
}

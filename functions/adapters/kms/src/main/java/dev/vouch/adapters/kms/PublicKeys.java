package dev.vouch.adapters.kms;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.vending.ecr.IssuerJwk;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;

/** Reads the public half of an RSA key out of an answer of AWS KMS. */
final class PublicKeys {
  private PublicKeys() {}

  /** Empty when the answer holds no RSA key. */
  static Optional<IssuerJwk> jwk(GetPublicKeyResponse answer) {
    if (answer.publicKey() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(IssuerJwk.of(Bytes.of(answer.publicKey().asByteArray())));
    } catch (IllegalArgumentException notRsa) {
      return Optional.empty();
    }
  }
}

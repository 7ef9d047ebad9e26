package dev.vouch.local.aws;

import dev.vouch.local.signature.SignatureOutcome.Refused;

/** The names that the two protocols have for a refused signature. */
final class SignatureErrors {
  private SignatureErrors() {}

  /** Query protocol: STS. */
  static AwsError query(Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> new AwsError(403, "MissingAuthenticationToken", refused.message());
      case INCOMPLETE -> new AwsError(400, "IncompleteSignature", refused.message());
      case UNKNOWN_KEY -> new AwsError(403, "InvalidClientTokenId", refused.message());
      case EXPIRED_KEY -> new AwsError(403, "ExpiredToken", refused.message());
      case NOT_CURRENT, WRONG_SCOPE, MISMATCH ->
          new AwsError(403, "SignatureDoesNotMatch", refused.message());
    };
  }

  /** JSON protocol: KMS and ECR. */
  static AwsError json(Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> new AwsError(400, "MissingAuthenticationTokenException", refused.message());
      case INCOMPLETE -> new AwsError(400, "IncompleteSignatureException", refused.message());
      case UNKNOWN_KEY -> new AwsError(400, "UnrecognizedClientException", refused.message());
      case EXPIRED_KEY -> new AwsError(400, "ExpiredTokenException", refused.message());
      case NOT_CURRENT, WRONG_SCOPE, MISMATCH ->
          new AwsError(400, "InvalidSignatureException", refused.message());
    };
  }
}

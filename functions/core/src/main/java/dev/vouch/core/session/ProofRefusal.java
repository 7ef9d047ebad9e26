package dev.vouch.core.session;

/**
 * Why a DPoP proof was refused. Towards clients every one of these is {@code invalid_dpop_proof}
 * (RFC 9449 §5 and §7.1); the code says which check it was.
 */
public sealed interface ProofRefusal extends Refusal {
  /** No DPoP header. */
  record Missing() implements ProofRefusal {}

  /** §4.3 check 1: more than one DPoP header. */
  record Repeated() implements ProofRefusal {}

  /** Check 2: not one well-formed JWT. */
  record Malformed(String why) implements ProofRefusal {}

  /** Check 3: a required member is absent or of another JSON type. */
  record ClaimMissing(String member) implements ProofRefusal {}

  /** Check 4: {@code typ} is not {@code dpop+jwt}. */
  record WrongType() implements ProofRefusal {}

  /** Check 5: {@code alg} is not ES256. */
  record WrongAlgorithm() implements ProofRefusal {}

  /** Check 6: the signature does not verify with the key in the header. */
  record BadSignature() implements ProofRefusal {}

  /** Check 7: the key in the header carries its private part. */
  record PrivateKey() implements ProofRefusal {}

  /** Check 5: the key in the header is a shared secret. */
  record SymmetricKey() implements ProofRefusal {}

  /** Check 5: the key in the header is not a point on P-256. */
  record UnusableKey() implements ProofRefusal {}

  /** Check 8: {@code htm} names another method. */
  record WrongMethod(String expected) implements ProofRefusal {}

  /** Check 9: {@code htu} names another URL. */
  record WrongUrl(String expected) implements ProofRefusal {}

  /**
   * Check 11: made too long ago, or by a clock that is ahead.
   *
   * @param age seconds since {@code iat}; negative when it lies in the future
   */
  record Expired(long age) implements ProofRefusal {}

  /** Check 12: {@code ath} is not the hash of the access token that came with it. */
  record WrongTokenHash() implements ProofRefusal {}

  /** Check 12: made by another key than the one that the token or code is bound to. */
  record KeyMismatch() implements ProofRefusal {}

  /** {@code jti} is not 16 to 128 characters long. */
  record BadId() implements ProofRefusal {}

  /** §11.1: this proof has been used. */
  record Replayed() implements ProofRefusal {}

  @Override
  default String code() {
    return switch (this) {
      case Missing m -> "proof_missing";
      case Repeated r -> "proof_repeated";
      case Malformed m -> "proof_malformed";
      case ClaimMissing c -> "proof_claim_missing";
      case WrongType t -> "proof_wrong_type";
      case WrongAlgorithm a -> "proof_algorithm";
      case BadSignature s -> "proof_signature";
      case PrivateKey p -> "proof_key_private";
      case SymmetricKey s -> "proof_key_symmetric";
      case UnusableKey k -> "proof_key_unusable";
      case WrongMethod m -> "proof_method";
      case WrongUrl u -> "proof_url";
      case Expired e -> "proof_expired";
      case WrongTokenHash t -> "proof_token_hash";
      case KeyMismatch k -> "proof_key_mismatch";
      case BadId i -> "proof_id";
      case Replayed r -> "proof_replayed";
    };
  }

  @Override
  default String detail() {
    return switch (this) {
      case Missing m -> "The request has no DPoP header.";
      case Repeated r -> "The request has more than one DPoP header.";
      case Malformed m -> "The DPoP proof is not a well-formed JWT: " + m.why() + ".";
      case ClaimMissing c -> "The DPoP proof lacks a valid \"" + c.member() + "\".";
      case WrongType t -> "The DPoP proof's typ is not dpop+jwt.";
      case WrongAlgorithm a -> "The DPoP proof's alg is not ES256.";
      case BadSignature s -> "The DPoP proof's signature does not verify with its own key.";
      case PrivateKey p -> "The DPoP proof discloses its private key.";
      case SymmetricKey s -> "The DPoP proof's key is symmetric.";
      case UnusableKey k -> "The DPoP proof's key is not a P-256 public key.";
      case WrongMethod m -> "The DPoP proof is not for the method " + m.expected() + ".";
      case WrongUrl u -> "The DPoP proof is not for the URL " + u.expected() + ".";
      case Expired e when e.age() < 0 ->
          "The DPoP proof was made " + -e.age() + " s in the future; 60 s is the limit.";
      case Expired e -> "The DPoP proof was made " + e.age() + " s ago; 60 s is the limit.";
      case WrongTokenHash t -> "The DPoP proof is not for this access token.";
      case KeyMismatch k -> "The DPoP proof was made with another key than this login.";
      case BadId i -> "The DPoP proof's jti is not 16 to 128 characters long.";
      case Replayed r -> "The DPoP proof has been used before.";
    };
  }

  @Override
  default String help() {
    return switch (this) {
      case Expired e -> "Set this machine's clock (for example with NTP) and try again.";
      case KeyMismatch k -> "Run \"vouch login\".";
      case Replayed r -> "Send each request with a proof of its own.";
      default -> "Use the vouch client, which makes a right proof for each request.";
    };
  }
}

package dev.vouch.local.signature;

/** Why a signature was not accepted. Each service has its own name for each of these. */
public enum SignatureRefusal {
  /** No Authorization header of this algorithm. */
  MISSING,
  /** A part of the header is missing or malformed, or a header that must be signed is not. */
  INCOMPLETE,
  /** No such access key, or not with this session token. */
  UNKNOWN_KEY,
  /** The temporary key is past its end. */
  EXPIRED_KEY,
  /** The date is too far from now. */
  NOT_CURRENT,
  /** Signed for another day, region or service. */
  WRONG_SCOPE,
  /** The signature is not the one that this key makes over this request. */
  MISMATCH
}

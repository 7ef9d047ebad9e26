package dev.vouch.core.session;

/**
 * Why the access token of a request was refused before any row was read. Towards clients every one
 * of these is {@code invalid_token} (RFC 6750 §3.1).
 */
public sealed interface TokenRefusal extends Refusal {
  /** No Authorization header. */
  record Missing() implements TokenRefusal {}

  /** More than one Authorization header. */
  record Repeated() implements TokenRefusal {}

  /** Another scheme than DPoP; a bound token is never a bearer token (RFC 9449 §7.1). */
  record WrongScheme() implements TokenRefusal {}

  /** Not a token of ours. */
  record Malformed() implements TokenRefusal {}

  @Override
  default String code() {
    return switch (this) {
      case Missing m -> "token_missing";
      case Repeated r -> "token_repeated";
      case WrongScheme s -> "token_scheme";
      case Malformed m -> "token_malformed";
    };
  }

  @Override
  default String detail() {
    return switch (this) {
      case Missing m -> "The request has no Authorization header.";
      case Repeated r -> "The request has more than one Authorization header.";
      case WrongScheme s -> "The Authorization header's scheme is not DPoP.";
      case Malformed m -> "The access token is not one that Vouch issues.";
    };
  }

  @Override
  default String help() {
    return "Run \"vouch login\".";
  }
}

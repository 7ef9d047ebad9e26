package dev.vouch.core.login;

import dev.vouch.core.session.Refusal;

/** Why a code was not exchanged for a session. */
public sealed interface ExchangeRefusal extends Refusal {
  /** {@code grant_type} is not {@code authorization_code}. */
  record GrantType() implements ExchangeRefusal {}

  /** {@code client_id} is not {@code vouch}. */
  record UnknownClient() implements ExchangeRefusal {}

  /** A parameter is missing. */
  record ParameterMissing(String name) implements ExchangeRefusal {}

  /** No such code. */
  record CodeUnknown() implements ExchangeRefusal {}

  /** The code's 60 seconds are over. */
  record CodeExpired() implements ExchangeRefusal {}

  /** The code was used before; the session that it was used for has been ended. */
  record CodeReused() implements ExchangeRefusal {}

  /** {@code redirect_uri} is not the one that the code was sent to. */
  record RedirectMismatch() implements ExchangeRefusal {}

  /** {@code code_verifier} is not 43 to 128 unreserved characters. */
  record VerifierMalformed() implements ExchangeRefusal {}

  /** {@code code_verifier} is not the one that the request committed to. */
  record VerifierMismatch() implements ExchangeRefusal {}

  @Override
  default String code() {
    return switch (this) {
      case GrantType r -> "grant_type_unsupported";
      case UnknownClient r -> "client_unknown";
      case ParameterMissing r -> "parameter_missing";
      case CodeUnknown r -> "code_unknown";
      case CodeExpired r -> "code_expired";
      case CodeReused r -> "code_reused";
      case RedirectMismatch r -> "redirect_uri_mismatch";
      case VerifierMalformed r -> "code_verifier_malformed";
      case VerifierMismatch r -> "code_verifier_mismatch";
    };
  }

  @Override
  default String detail() {
    return switch (this) {
      case GrantType r -> "The grant_type has to be \"authorization_code\".";
      case UnknownClient r -> "The client_id has to be \"vouch\".";
      case ParameterMissing r -> "The parameter " + r.name() + " is missing.";
      case CodeUnknown r -> "There is no such code.";
      case CodeExpired r -> "The code was good for 60 s and has expired.";
      case CodeReused r -> "The code has been used before, so its session has been ended.";
      case RedirectMismatch r -> "The redirect_uri is not the one that the code was sent to.";
      case VerifierMalformed r -> "The code_verifier has to be 43 to 128 unreserved characters.";
      case VerifierMismatch r -> "The code_verifier is not the one of this login.";
    };
  }

  @Override
  default String help() {
    return "Run \"vouch login\" again.";
  }

  /** The error of RFC 6749 §5.2. */
  default String oauthError() {
    return switch (this) {
      case GrantType r -> "unsupported_grant_type";
      case UnknownClient r -> "invalid_client";
      case ParameterMissing r -> "invalid_request";
      case VerifierMalformed r -> "invalid_request";
      default -> "invalid_grant";
    };
  }
}

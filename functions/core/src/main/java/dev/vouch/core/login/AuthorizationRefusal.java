package dev.vouch.core.login;

import dev.vouch.core.session.Refusal;

/**
 * Why a client's request for a login was refused. It is answered where it was asked and never by a
 * redirect, since the address to redirect to is part of what was refused (RFC 6749 §4.1.2.1).
 */
public sealed interface AuthorizationRefusal extends Refusal {
  /** A parameter occurs more than once (RFC 6749 §3.1). */
  record Repeated(String parameter) implements AuthorizationRefusal {}

  /** {@code response_type} is not {@code code}. */
  record ResponseType() implements AuthorizationRefusal {}

  /** {@code client_id} is not {@code vouch}. */
  record UnknownClient() implements AuthorizationRefusal {}

  /** {@code redirect_uri} is not the loopback address of a native client (RFC 8252 §7.3). */
  record RedirectUri() implements AuthorizationRefusal {}

  /** {@code state} is not 16 to 512 unreserved characters. */
  record State() implements AuthorizationRefusal {}

  /** {@code code_challenge} is not the base64url of a SHA-256 (RFC 7636 §4.2). */
  record CodeChallenge() implements AuthorizationRefusal {}

  /** {@code code_challenge_method} is not {@code S256}. */
  record CodeChallengeMethod() implements AuthorizationRefusal {}

  /** {@code dpop_jkt} is not a key's thumbprint (RFC 9449 §10). */
  record DpopKey() implements AuthorizationRefusal {}

  /** {@code client_host} is not 1 to 64 characters of a host name. */
  record ClientHost() implements AuthorizationRefusal {}

  @Override
  default String code() {
    return switch (this) {
      case Repeated r -> "duplicate_parameter";
      case ResponseType r -> "response_type_unsupported";
      case UnknownClient r -> "client_unknown";
      case RedirectUri r -> "redirect_uri_invalid";
      case State r -> "state_invalid";
      case CodeChallenge r -> "code_challenge_invalid";
      case CodeChallengeMethod r -> "code_challenge_method_unsupported";
      case DpopKey r -> "dpop_jkt_invalid";
      case ClientHost r -> "client_host_invalid";
    };
  }

  @Override
  default String detail() {
    return switch (this) {
      case Repeated r -> "The parameter " + r.parameter() + " occurs more than once.";
      case ResponseType r -> "The response_type has to be \"code\".";
      case UnknownClient r -> "The client_id has to be \"vouch\".";
      case RedirectUri r ->
          "The redirect_uri has to be http://127.0.0.1:PORT/callback or"
              + " http://[::1]:PORT/callback.";
      case State r -> "The state has to be 16 to 512 letters, digits or \"-._~\".";
      case CodeChallenge r -> "The code_challenge has to be a SHA-256 in base64url.";
      case CodeChallengeMethod r -> "The code_challenge_method has to be \"S256\".";
      case DpopKey r -> "The dpop_jkt has to be the SHA-256 thumbprint of a key, in base64url.";
      case ClientHost r -> "The client_host has to be 1 to 64 characters of a host name.";
    };
  }

  @Override
  default String help() {
    return "Start the login with \"vouch login\".";
  }

  /** The error of RFC 6749 §4.1.2.1. */
  default String oauthError() {
    return switch (this) {
      case ResponseType r -> "unsupported_response_type";
      case UnknownClient r -> "unauthorized_client";
      default -> "invalid_request";
    };
  }
}

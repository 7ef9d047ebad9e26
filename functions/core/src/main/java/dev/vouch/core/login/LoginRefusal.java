package dev.vouch.core.login;

import dev.vouch.core.ceremony.AssertionRefusal;
import dev.vouch.core.session.Refusal;

/** Why the page's part of a login was refused. */
public sealed interface LoginRefusal extends Refusal {
  /** The request is not a signed token. */
  record RequestMalformed() implements LoginRefusal {}

  /** The request was not signed by this deployment, or for something else. */
  record RequestForged() implements LoginRefusal {}

  /** The request's ten minutes are over. */
  record RequestExpired() implements LoginRefusal {}

  /** The statement is not a signed token. */
  record StatementMalformed() implements LoginRefusal {}

  /** The statement was not signed by this deployment, or for something else. */
  record StatementForged() implements LoginRefusal {}

  /** The statement's five minutes are over. */
  record StatementExpired() implements LoginRefusal {}

  /** The statement was made for another request. */
  record StatementMismatch() implements LoginRefusal {}

  /** The security key's answer was not accepted. */
  record Ceremony(AssertionRefusal refusal) implements LoginRefusal {}

  /** The challenge has been used. */
  record ChallengeReplayed() implements LoginRefusal {}

  /** Another login with this key came in between and gave as high a count. */
  record CounterSteppedBack() implements LoginRefusal {}

  /** An administrator disabled the user. */
  record UserDisabled() implements LoginRefusal {}

  /** The user's enrolment is not complete. */
  record UserNotEnrolled() implements LoginRefusal {}

  @Override
  default String code() {
    return switch (this) {
      case RequestMalformed r -> "request_malformed";
      case RequestForged r -> "request_forged";
      case RequestExpired r -> "request_expired";
      case StatementMalformed r -> "statement_malformed";
      case StatementForged r -> "statement_forged";
      case StatementExpired r -> "statement_expired";
      case StatementMismatch r -> "statement_mismatch";
      case Ceremony r -> r.refusal().code();
      case ChallengeReplayed r -> "challenge_replayed";
      case CounterSteppedBack r -> "counter_stepped_back";
      case UserDisabled r -> "user_disabled";
      case UserNotEnrolled r -> "user_not_enrolled";
    };
  }

  @Override
  default String detail() {
    return switch (this) {
      case RequestMalformed r -> "The login request is malformed.";
      case RequestForged r -> "The login request was not made by this server.";
      case RequestExpired r -> "The login request is older than 10 minutes.";
      case StatementMalformed r -> "The login statement is malformed.";
      case StatementForged r -> "The login statement was not made by this server.";
      case StatementExpired r -> "The login statement is older than 5 minutes.";
      case StatementMismatch r -> "The login statement belongs to another login request.";
      case Ceremony r -> r.refusal().detail();
      case ChallengeReplayed r -> "This touch of the security key has been used before.";
      case CounterSteppedBack r ->
          "The security key's counter did not go up: it may have been copied.";
      case UserDisabled r -> "The user has been disabled.";
      case UserNotEnrolled r -> "The user's enrolment is not complete.";
    };
  }

  @Override
  default String help() {
    return switch (this) {
      case Ceremony r -> r.refusal().help();
      case CounterSteppedBack r -> "Tell your administrator at once; do not use this key again.";
      case UserDisabled r -> "Ask an administrator to enable the user.";
      case UserNotEnrolled r -> "Open the invitation link and enrol a security key.";
      default -> "Run \"vouch login\" again.";
    };
  }
}

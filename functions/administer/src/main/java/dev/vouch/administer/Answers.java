package dev.vouch.administer;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.core.administration.Outcome;
import dev.vouch.core.administration.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** What the routes have in common. */
final class Answers {
  private Answers() {}

  /** The answer for what was done, or the problem of the refusal. */
  static <T> Response of(Outcome<T> outcome, Function<T, Response> done) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> done.apply(value);
      case Outcome.Refused<T>(Refusal refusal) ->
          Response.problem(
              Problem.of(status(refusal), refusal.code(), refusal.detail(), refusal.help()));
    };
  }

  /** A time as the API writes it: RFC 3339, UTC, whole seconds. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * A path parameter, percent-decoded where API Gateway has left that to the function. No id holds
   * a percent sign, so decoding twice changes nothing.
   */
  static String parameter(Request request, String name) throws InvalidRequest {
    String value = request.pathParameter(name);
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case Refusal.EmailInvalid invalid -> 400;
      case Refusal.GroupInvalid invalid -> 400;
      case Refusal.UserExists conflict -> 409;
      case Refusal.UserDisabled conflict -> 409;
      case Refusal.UserUnknown unknown -> 404;
      case Refusal.KeyUnknown unknown -> 404;
      case Refusal.SessionUnknown unknown -> 404;
    };
  }
}

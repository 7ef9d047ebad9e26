package dev.vouch.core.login;

import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.LoginStatement;
import dev.vouch.core.session.SignedTokens;
import dev.vouch.core.session.SignedTokens.Opened;
import dev.vouch.core.session.SignedTokens.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** The request and the statement of a login as the page carries them, signed and short-lived. */
final class LoginTokens {
  private final SignedTokens tokens;

  /** What a token held. */
  sealed interface Opening<T> {
    /** It is ours and still good. */
    record Good<T>(T value) implements Opening<T> {}

    /** It is not. */
    record Bad<T>(LoginRefusal refusal) implements Opening<T> {}
  }

  /** A request, and the statement that was made for it. */
  record Pair(AuthorizationRequest request, LoginStatement statement) {}

  LoginTokens(SignedTokens tokens) {
    this.tokens = tokens;
  }

  String sign(AuthorizationRequest request) {
    return tokens.sign(Purpose.AUTHORIZATION_REQUEST, request.payload());
  }

  String sign(LoginStatement statement) {
    return tokens.sign(Purpose.LOGIN, statement.bytes().utf8());
  }

  /** Opens both tokens, and refuses them where they do not belong together. */
  Opening<Pair> open(String requestToken, String statementToken, Instant now) {
    return switch (openRequest(requestToken, now)) {
      case Opening.Bad<AuthorizationRequest>(LoginRefusal refusal) -> new Opening.Bad<>(refusal);
      case Opening.Good<AuthorizationRequest>(AuthorizationRequest request) ->
          switch (openStatement(statementToken, now)) {
            case Opening.Bad<LoginStatement>(LoginRefusal refusal) -> new Opening.Bad<>(refusal);
            case Opening.Good<LoginStatement>(LoginStatement statement) ->
                statement.request().equals(request.hash().base64Url())
                    ? new Opening.Good<>(new Pair(request, statement))
                    : new Opening.Bad<>(new LoginRefusal.StatementMismatch());
          };
    };
  }

  Opening<AuthorizationRequest> openRequest(String token, Instant now) {
    return switch (tokens.open(Purpose.AUTHORIZATION_REQUEST, token)) {
      case Opened.Malformed m -> new Opening.Bad<>(new LoginRefusal.RequestMalformed());
      case Opened.Forged f -> new Opening.Bad<>(new LoginRefusal.RequestForged());
      case Opened.Payload(String text) ->
          judged(
              AuthorizationRequest.ofPayload(text),
              new LoginRefusal.RequestMalformed(),
              request -> isGood(request.issuedAt(), AuthorizationRequest.LIFETIME, now),
              new LoginRefusal.RequestExpired());
    };
  }

  private Opening<LoginStatement> openStatement(String token, Instant now) {
    return switch (tokens.open(Purpose.LOGIN, token)) {
      case Opened.Malformed m -> new Opening.Bad<>(new LoginRefusal.StatementMalformed());
      case Opened.Forged f -> new Opening.Bad<>(new LoginRefusal.StatementForged());
      case Opened.Payload(String text) ->
          judged(
              LoginStatement.parse(Bytes.utf8(text)),
              new LoginRefusal.StatementMalformed(),
              statement -> isGood(statement.issuedAt(), LoginStatement.CEREMONY, now),
              new LoginRefusal.StatementExpired());
    };
  }

  private static <T> Opening<T> judged(
      Optional<T> parsed, LoginRefusal malformed, Predicate<T> isGood, LoginRefusal expired) {
    if (parsed.isEmpty()) {
      return new Opening.Bad<>(malformed);
    }
    return isGood.test(parsed.get())
        ? new Opening.Good<>(parsed.get())
        : new Opening.Bad<>(expired);
  }

  private static boolean isGood(Instant from, Duration life, Instant now) {
    return !now.isBefore(from.minus(SignedTokens.SKEW)) && now.isBefore(from.plus(life));
  }
}

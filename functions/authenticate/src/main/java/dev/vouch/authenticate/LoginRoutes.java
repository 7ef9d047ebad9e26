package dev.vouch.authenticate;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.ceremony.AssertionAnswer;
import dev.vouch.core.ceremony.CeremonyRefusal;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.login.AuthorizationRefusal;
import dev.vouch.core.login.AuthorizationRequest;
import dev.vouch.core.login.LoginCeremony;
import dev.vouch.core.login.LoginCeremony.Answered;
import dev.vouch.core.login.LoginCeremony.Asked;
import dev.vouch.core.login.LoginRefusal;
import dev.vouch.core.session.LoginStatement;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /oauth/authorize} for the client's browser, and the two calls of the login page. */
final class LoginRoutes {
  private final LoginCeremony ceremony;
  private final PublicBaseUrl base;
  private final InstantSource clock;

  LoginRoutes(LoginCeremony ceremony, PublicBaseUrl base, InstantSource clock) {
    this.ceremony = ceremony;
    this.base = base;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/oauth/authorize", this::authorize),
        new Route("POST", "/login/options", this::options),
        new Route("POST", "/login/complete", this::complete));
  }

  /** The request travels in the fragment, which reaches no server and no log. */
  private Response authorize(Request request) {
    return switch (AuthorizationRequest.parse(request.query(), clock.instant())) {
      case AuthorizationRequest.Parsed.Valid valid ->
          Response.redirect(base.resolve("/login#request=" + ceremony.sign(valid.request())));
      case AuthorizationRequest.Parsed.Refused refused -> refused(refused.refusal());
    };
  }

  private Response options(Request request) throws InvalidRequest, InvalidJson {
    JsonObject body = request.json().only("request");
    return switch (ceremony.ask(body.string("request"), clock.instant())) {
      case Asked.Question question -> Response.json(200, members(question));
      case Asked.Refused refused -> refused(refused.refusal());
    };
  }

  private Response complete(Request request) throws InvalidRequest, InvalidJson {
    JsonObject body = request.json().only("request", "statement", "credential");
    AssertionAnswer answer = AssertionAnswer.read(body.object("credential"));
    return switch (ceremony.answer(
        body.string("request"), body.string("statement"), answer, clock.instant())) {
      case Answered.Completed completed ->
          Response.json(200, Map.of("redirect_uri", completed.redirectUri().reveal()));
      case Answered.Refused refused -> refused(refused.refusal());
    };
  }

  private Map<String, @Nullable Object> members(Asked.Question question) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("confirmation_code", question.confirmationCode());
    members.put("client_host", question.clientHost().orElse(null));
    members.put("statement", question.statement());
    members.put("publicKey", requestOptions(question));
    return members;
  }

  /** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3 §5.5): any resident key may answer. */
  private Map<String, Object> requestOptions(Asked.Question question) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("challenge", question.challenge().base64Url());
    options.put("timeout", LoginStatement.CEREMONY.toMillis());
    options.put("rpId", base.rpId());
    options.put("allowCredentials", List.of());
    options.put("userVerification", "required");
    return options;
  }

  private static Response refused(AuthorizationRefusal refusal) {
    return Response.problem(
        Problem.of(400, refusal.code(), refusal.detail(), refusal.help())
            .withOAuthError(refusal.oauthError()));
  }

  private static Response refused(LoginRefusal refusal) {
    return Response.problem(
        Problem.of(status(refusal), refusal.code(), refusal.detail(), refusal.help()));
  }

  /** 400 for what no honest page sends, 403 for what may not be, 409 for what is so already. */
  private static int status(LoginRefusal refusal) {
    return switch (refusal) {
      case LoginRefusal.RequestMalformed r -> 400;
      case LoginRefusal.RequestForged r -> 400;
      case LoginRefusal.StatementMalformed r -> 400;
      case LoginRefusal.StatementForged r -> 400;
      case LoginRefusal.StatementMismatch r -> 400;
      case LoginRefusal.Ceremony(CeremonyRefusal.Malformed r) -> 400;
      case LoginRefusal.RequestExpired r -> 403;
      case LoginRefusal.StatementExpired r -> 403;
      case LoginRefusal.Ceremony r -> 403;
      case LoginRefusal.CounterSteppedBack r -> 403;
      case LoginRefusal.UserDisabled r -> 403;
      case LoginRefusal.UserNotEnrolled r -> 403;
      case LoginRefusal.ChallengeReplayed r -> 409;
    };
  }
}

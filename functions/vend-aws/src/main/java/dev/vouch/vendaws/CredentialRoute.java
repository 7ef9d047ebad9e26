package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.adapters.lambda.SessionGate;
import dev.vouch.core.audit.Receipt;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.registry.RepositoryPattern;
import dev.vouch.core.session.Refusal;
import dev.vouch.core.session.SessionRequest;
import dev.vouch.core.vending.MintRefusal;
import dev.vouch.core.vending.Vend;
import dev.vouch.core.vending.VendOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code POST /credentials/aws}. */
final class CredentialRoute {
  // used with matches() only, which anchors both ends of the whole text
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final SessionGate gate;
  private final Vend vend;
  private final InstantSource clock;

  CredentialRoute(SessionGate gate, Vend vend, InstantSource clock) {
    this.gate = gate;
    this.vend = vend;
    this.clock = clock;
  }

  Route route() {
    return new Route("POST", "/credentials/aws", this::answer);
  }

  private Response answer(Request request) throws InvalidRequest, InvalidJson {
    SessionRequest session = gate.read(request, clock.instant());
    Optional<String> key = idempotencyKey(request);
    JsonObject body = request.json().only("registry", "scope");
    Vend.Wish wish = new Vend.Wish(RegistryName.read(body), ScopeMember.read(body), key);
    return switch (vend.vend(session, wish, clock)) {
      case VendOutcome.Issued issued -> Response.json(200, body(issued));
      case VendOutcome.Refused(Refusal why) -> Response.problem(Refusals.problem(why));
      case VendOutcome.Failed(MintRefusal why) -> Refusals.response(why);
    };
  }

  private static Optional<String> idempotencyKey(Request request) throws InvalidRequest {
    Optional<String> key = request.header("Idempotency-Key");
    if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
      throw Refusals.malformed(
          "idempotency_key_malformed",
          "The header Idempotency-Key is not 1 to 128 letters, digits, dots, _ or -.",
          "Draw a random key for each credential, and repeat it with each attempt.");
    }
    return key;
  }

  private static Map<String, Object> body(VendOutcome.Issued issued) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("registry", issued.registry());
    body.put("username", issued.username());
    body.put("secret", issued.secret().reveal());
    body.put("expires_at", time(issued.expiresAt()));
    body.put("refresh_at", time(issued.refreshAt()));
    body.put("scope", scope(issued.scope()));
    body.put("receipt", receipt(issued.receipt()));
    return body;
  }

  private static Map<String, Object> scope(Entitlement entitlement) {
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("pull", texts(entitlement.pull()));
    scope.put("push", texts(entitlement.push()));
    return scope;
  }

  private static List<String> texts(List<RepositoryPattern> patterns) {
    return patterns.stream().map(RepositoryPattern::text).toList();
  }

  private static Map<String, Object> receipt(Receipt receipt) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", receipt.id());
    members.put("hash", receipt.hash().base64Url());
    return members;
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

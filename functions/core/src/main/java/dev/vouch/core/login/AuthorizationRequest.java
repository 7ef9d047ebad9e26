package dev.vouch.core.login;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a login (RFC 6749 §4.1.1 with PKCE and DPoP), every parameter checked. The
 * browser carries it as a signed token; nothing of it is stored.
 *
 * @param redirectUri a loopback address
 * @param state the client's own, returned with the code
 * @param codeChallenge PKCE's, S256
 * @param dpopJkt the thumbprint of the key that the session will be bound to
 * @param clientHost the name that the client's machine gives itself; for display only
 * @param issuedAt in whole seconds
 */
public record AuthorizationRequest(
    String redirectUri,
    String state,
    Sha256 codeChallenge,
    String dpopJkt,
    Optional<String> clientHost,
    Instant issuedAt) {
  /** The one client there is. */
  public static final String CLIENT_ID = "vouch";

  /** How long after {@code issuedAt} the page may use the request. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int MIN_STATE = 16;
  private static final int MAX_STATE = 512;
  private static final int MAX_HOST = 64;
  private static final String[] MEMBERS = {
    "v", "redirect_uri", "state", "code_challenge", "dpop_jkt", "client_host", "iat"
  };

  /** The outcome of reading a request's parameters. */
  public sealed interface Parsed {
    /** Every parameter is right. */
    record Valid(AuthorizationRequest request) implements Parsed {}

    /** The first that is not. */
    record Refused(AuthorizationRefusal refusal) implements Parsed {}
  }

  /**
   * Reads the parameters of a request. Unknown ones are ignored, as RFC 6749 §3.1 demands; a
   * missing one is refused like a wrong one.
   */
  public static Parsed parse(Map<String, List<String>> query, Instant now) {
    Optional<AuthorizationRefusal> refusal = refusal(query);
    if (refusal.isPresent()) {
      return new Parsed.Refused(refusal.get());
    }
    return new Parsed.Valid(
        new AuthorizationRequest(
            value(query, "redirect_uri"),
            value(query, "state"),
            Sha256.parse(value(query, "code_challenge")).orElseThrow(),
            value(query, "dpop_jkt"),
            Optional.of(value(query, "client_host")).filter(host -> !host.isEmpty()),
            Instant.ofEpochSecond(now.getEpochSecond())));
  }

  /** What a parameter has to be, an absent one as the empty text; in the order of refusal. */
  private record Check(String name, Predicate<String> right, AuthorizationRefusal refusal) {}

  private static final List<Check> CHECKS =
      List.of(
          new Check("response_type", "code"::equals, new AuthorizationRefusal.ResponseType()),
          new Check("client_id", CLIENT_ID::equals, new AuthorizationRefusal.UnknownClient()),
          new Check(
              "redirect_uri", LoopbackRedirect::accepts, new AuthorizationRefusal.RedirectUri()),
          new Check("state", AuthorizationRequest::isState, new AuthorizationRefusal.State()),
          new Check("code_challenge", Pkce::isChallenge, new AuthorizationRefusal.CodeChallenge()),
          new Check(
              "code_challenge_method",
              "S256"::equals,
              new AuthorizationRefusal.CodeChallengeMethod()),
          new Check(
              "dpop_jkt",
              text -> Sha256.parse(text).isPresent(),
              new AuthorizationRefusal.DpopKey()),
          new Check(
              "client_host", AuthorizationRequest::isHost, new AuthorizationRefusal.ClientHost()));

  private static Optional<AuthorizationRefusal> refusal(Map<String, List<String>> query) {
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      if (parameter.getValue().size() > 1) {
        return Optional.of(new AuthorizationRefusal.Repeated(parameter.getKey()));
      }
    }
    return CHECKS.stream()
        .filter(check -> !check.right.test(value(query, check.name)))
        .findFirst()
        .map(Check::refusal);
  }

  /** The exact text that is signed for the browser to carry. */
  public String payload() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("v", 1);
    members.put("redirect_uri", redirectUri);
    members.put("state", state);
    members.put("code_challenge", codeChallenge.base64Url());
    members.put("dpop_jkt", dpopJkt);
    members.put("client_host", clientHost.orElse(null));
    members.put("iat", issuedAt.getEpochSecond());
    return Bytes.of(Json.write(members)).utf8();
  }

  /** What a login statement names this request by. */
  public Sha256 hash() {
    return Sha256.of(payload());
  }

  /** Reads what {@link #payload} wrote; empty for any other text. */
  static Optional<AuthorizationRequest> ofPayload(String payload) {
    try {
      JsonObject object = Json.parse(Bytes.utf8(payload).toArray()).only(MEMBERS);
      Optional<Sha256> challenge = Sha256.parse(object.string("code_challenge"));
      if (challenge.isEmpty()) {
        return Optional.empty();
      }
      var request =
          new AuthorizationRequest(
              object.string("redirect_uri"),
              object.string("state"),
              challenge.get(),
              object.string("dpop_jkt"),
              object.optionalString("client_host"),
              Instant.ofEpochSecond(object.integer("iat")));
      return request.payload().equals(payload) ? Optional.of(request) : Optional.empty();
    } catch (InvalidJson e) {
      return Optional.empty();
    }
  }

  private static boolean isState(String text) {
    return text.length() >= MIN_STATE
        && text.length() <= MAX_STATE
        && text.chars().allMatch(Pkce::unreserved);
  }

  /** Absent is right; it is shown and decides nothing. */
  private static boolean isHost(String text) {
    return text.length() <= MAX_HOST && text.chars().allMatch(Pkce::unreserved);
  }

  private static String value(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }
}

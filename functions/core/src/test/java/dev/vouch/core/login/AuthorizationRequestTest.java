package dev.vouch.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.login.AuthorizationRequest.Parsed;
import dev.vouch.core.secret.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorizationRequestTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.700Z");
  private static final String STATE = "0123456789abcdef";
  private static final Sha256 CHALLENGE = Sha256.of("a verifier");
  private static final String JKT = Sha256.of("a key").base64Url();

  @Test
  void takesARequestWithEveryParameterRight() {
    assertThat(parse(Map.of()))
        .isEqualTo(
            new Parsed.Valid(
                new AuthorizationRequest(
                    "http://127.0.0.1:49152/callback",
                    STATE,
                    CHALLENGE,
                    JKT,
                    Optional.of("laptop.example"),
                    Instant.parse("2026-11-21T10:00:00Z"))));
  }

  @Test
  void ignoresParametersThatItDoesNotKnow() {
    assertThat(parse(Map.of("prompt", "login"))).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void needsNoClientHost() {
    Parsed parsed = parse(Map.of("client_host", ""));
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    assertThat(((Parsed.Valid) parsed).request().clientHost()).isEmpty();
  }

  @Test
  void readsWhatItWroteIntoAToken() {
    for (String host : List.of("", "laptop")) {
      AuthorizationRequest request = ((Parsed.Valid) parse(Map.of("client_host", host))).request();
      assertThat(AuthorizationRequest.ofPayload(request.payload())).contains(request);
      assertThat(request.hash()).isEqualTo(Sha256.of(request.payload()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"v\":1}", "[]"})
  void takesNothingElseForAToken(String payload) {
    assertThat(AuthorizationRequest.ofPayload(payload)).isEmpty();
  }

  @Test
  void takesNoOtherFormForAToken() {
    String payload = ((Parsed.Valid) parse(Map.of())).request().payload();
    assertThat(AuthorizationRequest.ofPayload(payload.replace("\"v\":1", "\"v\":2"))).isEmpty();
    assertThat(AuthorizationRequest.ofPayload(payload + " ")).isEmpty();
    assertThat(AuthorizationRequest.ofPayload(payload.replace(CHALLENGE.base64Url(), "YQ")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/callback",
        "http://127.0.0.1:65535/callback",
        "http://[::1]:49152/callback"
      })
  void takesAnyLoopbackPort(String uri) {
    assertThat(parse(Map.of("redirect_uri", uri))).isInstanceOf(Parsed.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:08080/callback",
        "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:100000/callback",
        "http://127.0.0.1:-80/callback",
        "http://127.0.0.1:٨٠/callback",
        "http://127.0.0.1:80",
        "http://127.0.0.1:80/",
        "http://127.0.0.1:80/callback/",
        "http://127.0.0.1:80/other/callback",
        "http://127.0.0.1:80/callback?x=1",
        "http://127.0.0.1:80/callback#x",
        "http://127.0.0.1:80@evil.example/callback",
        "http://127.0.0.1:80.evil.example/callback",
        "http://127.0.0.1.evil.example:80/callback",
        "http://user@127.0.0.1:80/callback",
        "http://127.0.0.2:80/callback",
        "http://127.1:80/callback",
        "http://localhost:80/callback",
        "http://[::]:80/callback",
        "http://[0:0:0:0:0:0:0:1]:80/callback",
        "https://127.0.0.1:80/callback",
        "HTTP://127.0.0.1:80/callback",
        " http://127.0.0.1:80/callback",
        "https://evil.example/callback"
      })
  void refusesEveryOtherAddress(String uri) {
    assertRefused(parse(Map.of("redirect_uri", uri)), "redirect_uri_invalid", "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token", "code token", "Code"})
  void refusesAnotherResponseType(String type) {
    assertRefused(
        parse(Map.of("response_type", type)),
        "response_type_unsupported",
        "unsupported_response_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other", "VOUCH"})
  void refusesAnotherClient(String client) {
    assertRefused(parse(Map.of("client_id", client)), "client_unknown", "unauthorized_client");
  }

  @Test
  void takesAStateOfSixteenToFiveHundredAndTwelveCharacters() {
    for (int length : new int[] {16, 17, 511, 512}) {
      assertThat(parse(Map.of("state", "s".repeat(length)))).isInstanceOf(Parsed.Valid.class);
    }
    for (int length : new int[] {0, 15, 513}) {
      assertRefused(parse(Map.of("state", "s".repeat(length))), "state_invalid", "invalid_request");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcde ", "0123456789abcde&", "0123456789abcdé"})
  void refusesAStateWithOtherCharacters(String state) {
    assertRefused(parse(Map.of("state", state + "more")), "state_invalid", "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "YQ",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void refusesWhatIsNotAHash(String text) {
    assertRefused(
        parse(Map.of("code_challenge", text)), "code_challenge_invalid", "invalid_request");
    assertRefused(parse(Map.of("dpop_jkt", text)), "dpop_jkt_invalid", "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "s256", "S512"})
  void refusesAnotherChallengeMethod(String method) {
    assertRefused(
        parse(Map.of("code_challenge_method", method)),
        "code_challenge_method_unsupported",
        "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "<b>host</b>", "host\n"})
  void refusesAHostThatIsNotAHostName(String host) {
    assertRefused(parse(Map.of("client_host", host)), "client_host_invalid", "invalid_request");
  }

  @Test
  void takesAHostOfSixtyFourCharacters() {
    assertThat(parse(Map.of("client_host", "h".repeat(64)))).isInstanceOf(Parsed.Valid.class);
    assertRefused(
        parse(Map.of("client_host", "h".repeat(65))), "client_host_invalid", "invalid_request");
  }

  @Test
  void refusesAParameterThatOccursTwice() {
    Map<String, List<String>> query = query(Map.of());
    query.put("state", List.of(STATE, STATE));
    assertRefused(AuthorizationRequest.parse(query, NOW), "duplicate_parameter", "invalid_request");
  }

  private static Parsed parse(Map<String, String> changes) {
    return AuthorizationRequest.parse(query(changes), NOW);
  }

  private static Map<String, List<String>> query(Map<String, String> changes) {
    Map<String, String> right = new LinkedHashMap<>();
    right.put("response_type", "code");
    right.put("client_id", "vouch");
    right.put("redirect_uri", "http://127.0.0.1:49152/callback");
    right.put("state", STATE);
    right.put("code_challenge", CHALLENGE.base64Url());
    right.put("code_challenge_method", "S256");
    right.put("dpop_jkt", JKT);
    right.put("client_host", "laptop.example");
    right.putAll(changes);
    Map<String, List<String>> query = new LinkedHashMap<>();
    right.forEach((name, value) -> query.put(name, value.isEmpty() ? List.of() : List.of(value)));
    return query;
  }

  private static void assertRefused(Parsed parsed, String code, String oauthError) {
    assertThat(parsed).isInstanceOf(Parsed.Refused.class);
    AuthorizationRefusal refusal = ((Parsed.Refused) parsed).refusal();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.oauthError()).isEqualTo(oauthError);
  }
}

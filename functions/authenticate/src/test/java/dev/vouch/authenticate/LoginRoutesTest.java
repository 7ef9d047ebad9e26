package dev.vouch.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.core.identity.User;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.login.EnrolledPerson;
import dev.vouch.core.login.FakeLoginTables;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.session.ConfirmationCode;
import dev.vouch.core.session.TestLogin;
import dev.vouch.local.securitykey.Deviation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoginRoutesTest {
  /** What a key or a browser may do wrong, by the refusal that it leads to. */
  private static final Map<String, Deviation> TOUCHES =
      Map.ofEntries(
          Map.entry("wrong_ceremony_type", new Deviation.ClientType("webauthn.create")),
          Map.entry("challenge_mismatch", new Deviation.Challenge("b3RoZXI")),
          Map.entry("cross_origin", new Deviation.CrossOrigin()),
          Map.entry("top_origin_present", new Deviation.TopOrigin("https://vouch.example.com")),
          Map.entry("user_not_present", new Deviation.FlagsCleared(0x01)),
          Map.entry("user_not_verified", new Deviation.FlagsCleared(0x04)),
          Map.entry("backup_state_invalid", new Deviation.FlagsSet(0x10)),
          Map.entry("syncable_key", new Deviation.FlagsSet(0x08)),
          Map.entry("unsolicited_extension", new Deviation.ClientExtensions(Map.of("appid", true))),
          Map.entry("user_handle_missing", new Deviation.NoUserHandle()),
          Map.entry("user_handle_mismatch", new Deviation.UserHandle("YW5vdGhlcg")),
          Map.entry("signature_invalid", new Deviation.SignedByAnother()));

  private final FakeLoginTables tables = new FakeLoginTables();
  private final Deployment deployment = new Deployment(Map.of(), tables);
  private final EnrolledPerson alice = new EnrolledPerson(TestLogin.BASE, "alice@example.com");
  private final TestClient client = new TestClient(deployment, alice);

  @BeforeEach
  void enrol() {
    tables.put(alice.user(User.Status.ACTIVE));
    tables.put(alice.key());
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @Nested
  final class Authorize {
    @Test
    void sendsTheBrowserToTheLoginPageWithASignedRequestInTheFragment() {
      Answer answer = deployment.send(Deployment.event("authorize"));
      assertThat(answer.status()).isEqualTo(302);
      assertThat(answer.headers().getOrDefault("Location", ""))
          .matches("https://vouch\\.example\\.com/login#request=[\\w-]+\\.[\\w-]+");
      assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @CsvSource({
      "response_type, token, response_type_unsupported, unsupported_response_type",
      "client_id, other, client_unknown, unauthorized_client",
      "redirect_uri, https://evil.example/callback, redirect_uri_invalid, invalid_request",
      "state, short, state_invalid, invalid_request",
      "code_challenge, short, code_challenge_invalid, invalid_request",
      "code_challenge_method, plain, code_challenge_method_unsupported, invalid_request",
      "dpop_jkt, short, dpop_jkt_invalid, invalid_request",
      "client_host, <b>, client_host_invalid, invalid_request"
    })
    void refusesAWrongParameterWithoutARedirect(
        String name, String value, String code, String error) throws Exception {
      SampleEvent event =
          Deployment.event("authorize")
              .with("multiValueQueryStringParameters." + name, List.of(value));
      Answer answer = deployment.send(event);
      assertRefused(answer, 400, code);
      assertThat(answer.json().string("error")).isEqualTo(error);
      assertThat(answer.headers()).doesNotContainKey("Location");
    }
  }

  @Nested
  final class Options {
    @Test
    void givesThePageWhatItShowsAndWhatTheKeySigns() throws Exception {
      Answer answer = deployment.send(TestClient.options(client.requestToken()));
      assertThat(answer.status()).isEqualTo(200);
      JsonObject body =
          answer.json().only("confirmation_code", "client_host", "statement", "publicKey");
      assertThat(body.string("confirmation_code"))
          .isEqualTo(ConfirmationCode.of(client.key.thumbprint()));
      assertThat(body.string("client_host")).isEqualTo("laptop.example");
      JsonObject publicKey = body.object("publicKey");
      assertThat(publicKey.bytes("challenge").size()).isEqualTo(32);
      assertThat(publicKey.string("rpId")).isEqualTo("vouch.example.com");
      assertThat(publicKey.string("userVerification")).isEqualTo("required");
      assertThat(publicKey.objects("allowCredentials")).isEmpty();
    }

    @Test
    void writesNothing() {
      int rows = tables.rows();
      deployment.send(TestClient.options(client.requestToken()));
      assertThat(tables.rows()).isEqualTo(rows);
    }

    @Test
    void takesABodyOf64KibibytesAndNotOneByteMore() {
      SampleEvent right = TestClient.options(client.requestToken());
      assertRefused(deployment.send(right.withBodyOf(Request.MAX_BODY + 1)), 413, "body_too_large");
      assertThat(deployment.send(right.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(200);
    }

    @Test
    void refusesARequestAfterTenMinutes() {
      String token = client.requestToken();
      deployment.pass(Duration.ofMinutes(10));
      assertRefused(deployment.send(TestClient.options(token)), 403, "request_expired");
    }
  }

  @Nested
  final class Complete {
    private final String request = client.requestToken();

    @Test
    void sendsTheBrowserBackToTheClientWithCodeStateAndIssuer() throws Exception {
      Answer answer = deployment.send(client.complete(request, options()));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      String redirect = answer.json().only("redirect_uri").string("redirect_uri");
      assertThat(redirect).startsWith(TestClient.REDIRECT + "?");
      assertThat(TestClient.query(redirect))
          .containsOnlyKeys("code", "state", "iss")
          .containsEntry("state", "af0ifjsldkj0123456789")
          .containsEntry("iss", "https://vouch.example.com");
      assertThat(tables.recordTypes()).containsExactly("login.completed");
    }

    @Test
    void refusesATouchUsedTwice() throws Exception {
      SampleEvent event = client.complete(request, options());
      deployment.send(event);
      assertRefused(deployment.send(event), 409, "challenge_replayed");
    }

    @Test
    void refusesATouchAfterFiveMinutes() throws Exception {
      SampleEvent event = client.complete(request, options());
      deployment.pass(Duration.ofMinutes(5));
      assertRefused(deployment.send(event), 403, "statement_expired");
    }

    @Test
    void refusesEveryTouchThatIsNotRightAndWritesNothing() throws Exception {
      int rows = tables.rows();
      for (Map.Entry<String, Deviation> one : TOUCHES.entrySet()) {
        SampleEvent event = client.complete(request, options(), one.getValue());
        assertRefused(deployment.send(event), 403, one.getKey());
      }
      SampleEvent cut =
          client.complete(request, options(), new Deviation.ClientDataWithout("type"));
      assertRefused(deployment.send(cut), 400, "malformed_credential");
      assertThat(tables.rows()).isEqualTo(rows);
    }

    @Test
    void refusesACounterThatStepsBackAndRecordsIt() throws Exception {
      client.login();
      SampleEvent event = client.complete(request, options(), new Deviation.Counter(1));
      assertRefused(deployment.send(event), 403, "counter_stepped_back");
      assertThat(tables.recordTypes()).endsWith("login.refused");
    }

    @Test
    void refusesSomebodyWhoHasNotEnrolled() throws Exception {
      tables.put(alice.user(User.Status.INVITED));
      assertRefused(deployment.send(client.complete(request, options())), 403, "user_not_enrolled");
    }

    @Test
    void refusesARequestAfterTenMinutes() throws Exception {
      SampleEvent event = client.complete(request, options());
      deployment.pass(Duration.ofMinutes(10));
      assertRefused(deployment.send(event), 403, "request_expired");
    }

    @ParameterizedTest
    @CsvSource({
      "request, nonsense, request_malformed",
      "request, e30.YQ, request_forged",
      "statement, nonsense, statement_malformed",
      "statement, e30.YQ, statement_forged"
    })
    void refusesATokenThatIsNotOurs(String member, String value, String code) throws Exception {
      SampleEvent right = client.complete(request, options());
      Map<String, @Nullable Object> body =
          new LinkedHashMap<>(Json.parse(Bytes.utf8(right.body()).toArray()).toMap());
      body.put(member, value);
      assertRefused(deployment.send(right.withBody(TestClient.json(body))), 400, code);
    }

    @Test
    void takesABodyOf64KibibytesAndNotOneByteMore() throws Exception {
      SampleEvent right = client.complete(request, options());
      assertRefused(deployment.send(right.withBodyOf(Request.MAX_BODY + 1)), 413, "body_too_large");
      assertThat(deployment.send(right.withBodyOf(Request.MAX_BODY)).status()).isEqualTo(200);
    }

    @Test
    void refusesATouchOnAnotherOrigin() throws Exception {
      SampleEvent event =
          client.complete(request, options(), new Deviation.Origin("https://evil.example"));
      assertRefused(deployment.send(event), 403, "origin_mismatch");
    }

    @Test
    void refusesATouchForAnotherRelyingParty() throws Exception {
      SampleEvent event = client.complete(request, options(), new Deviation.RpId("evil.example"));
      assertRefused(deployment.send(event), 403, "rp_id_mismatch");
    }

    @Test
    void refusesAKeyThatIsNotEnrolled() throws Exception {
      tables.removeKey(alice.key().id());
      assertRefused(deployment.send(client.complete(request, options())), 403, "unknown_key");
    }

    @Test
    void refusesADisabledUserAndRecordsIt() throws Exception {
      tables.put(alice.user(User.Status.DISABLED));
      assertRefused(deployment.send(client.complete(request, options())), 403, "user_disabled");
      assertThat(tables.recordTypes()).containsExactly("login.refused");
    }

    @Test
    void refusesTheStatementOfAnotherRequest() throws Exception {
      JsonObject options = options();
      deployment.pass(Duration.ofSeconds(1));
      SampleEvent event = client.complete(client.requestToken(), options);
      assertRefused(deployment.send(event), 400, "statement_mismatch");
    }

    private JsonObject options() {
      return deployment.send(TestClient.options(request)).json();
    }
  }

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
  }
}

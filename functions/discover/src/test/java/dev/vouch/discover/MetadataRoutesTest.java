package dev.vouch.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.LambdaFunction;
import dev.vouch.adapters.lambda.testing.SampleEvent;
import dev.vouch.adapters.lambda.testing.SampleEvent.Answer;
import dev.vouch.adapters.lambda.testing.TestLog;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.vending.ecr.IssuerJwk;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class MetadataRoutesTest {
  private static final PublicBaseUrl BASE =
      PublicBaseUrl.https("https://vouch.example.com").orElseThrow();
  private static final IssuerJwk KEY = new IssuerJwk("sXchDaQ", "AQAB");

  @Test
  void namesTheIssuerAndItsKeysAsAwsReadsThem() throws Exception {
    JsonObject document = get("openid-configuration", List.of(() -> KEY)).json();
    assertThat(document.string("issuer")).isEqualTo("https://vouch.example.com");
    assertThat(document.string("jwks_uri"))
        .isEqualTo("https://vouch.example.com/.well-known/jwks.json");
    assertThat(document.strings("id_token_signing_alg_values_supported")).containsExactly("RS256");
  }

  @Test
  void publishesTheIssuerKeyUnderItsThumbprint() throws Exception {
    JsonObject key = get("jwks", List.of(() -> KEY)).json().objects("keys").getFirst();
    assertThat(key.string("kid")).isEqualTo(KEY.kid());
    assertThat(key.string("n")).isEqualTo("sXchDaQ");
    assertThat(key.string("alg")).isEqualTo("RS256");
    assertThat(key.has("d")).isFalse();
  }

  @Test
  void publishesBothKeysWhileOneIsPutInTheOthersPlace() throws Exception {
    IssuerJwk next = new IssuerJwk("sXchDaR", "AQAB");
    assertThat(get("jwks", List.of(() -> KEY, () -> next)).json().objects("keys"))
        .extracting(key -> key.string("kid"))
        .containsExactly(KEY.kid(), next.kid());
  }

  @Test
  void describesTheAuthorizationServer() throws Exception {
    JsonObject document = get("authorization-server", List.of(() -> KEY)).json();
    assertThat(document.string("issuer")).isEqualTo("https://vouch.example.com");
    assertThat(document.string("token_endpoint"))
        .isEqualTo("https://vouch.example.com/oauth/token");
    assertThat(document.strings("code_challenge_methods_supported")).containsExactly("S256");
    assertThat(document.strings("dpop_signing_alg_values_supported")).containsExactly("ES256");
    assertThat(document.bool("authorization_response_iss_parameter_supported")).isTrue();
  }

  @Test
  void letsCachesKeepTheDocuments() {
    assertThat(get("jwks", List.of(() -> KEY)).headers())
        .containsEntry("Cache-Control", "public, max-age=300");
  }

  @Test
  void answers503AndNoSmallerKeySetWhenKmsDoesNotTellAKey() {
    Answer answer =
        get(
            "jwks",
            List.of(
                () -> KEY,
                () -> {
                  throw new Unavailable("issuer key");
                }));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
  }

  private static Answer get(String event, List<Supplier<IssuerJwk>> keys) {
    return SampleEvent.read("discover/" + event)
        .sendTo(new LambdaFunction(new MetadataRoutes(BASE, keys).routes(), TestLog.silent()));
  }
}

package dev.vouch.local.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.local.MovedClock;
import dev.vouch.local.signature.SignatureOutcome.Authentic;
import dev.vouch.local.signature.SignatureOutcome.Refused;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The signer is the SDK's own; each test changes one thing after it signed. */
final class SignatureV4Test {
  private static final String BODY = "{\"email\":\"ada@example.com\"}";
  private final AccessKeys keys = new AccessKeys();
  private final MovedClock clock = new MovedClock();
  private final AccessKey key = keys.issue(new Caller("arn", "123456789012", "AIDA"));
  private final SignatureV4 signatures =
      new SignatureV4("execute-api", "us-east-1", Duration.ofMinutes(5), keys, clock);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/admin/users",
        "/admin/users/ada%40example.com/disable",
        "/admin/sessions?user=ada%40example.com&a=1&a=0&ab=2",
        "/audit/records?cursor=a%2Bb%3D&limit",
        "/admin/a%20b/c~d"
      })
  void knowsWhoSigned(String address) {
    assertThat(signatures.check(received(signed(address))))
        .isInstanceOfSatisfying(
            Authentic.class, who -> assertThat(who.key().caller()).isEqualTo(key.caller()));
  }

  @Test
  void refusesAChangedMethod() {
    SdkHttpRequest signed = signed("/admin/users");
    assertRefused(SignatureRefusal.MISMATCH, received(signed, "PUT", "/admin/users", "", BODY));
  }

  @Test
  void refusesAChangedPath() {
    SdkHttpRequest signed = signed("/admin/users");
    assertRefused(SignatureRefusal.MISMATCH, received(signed, "POST", "/admin/policy", "", BODY));
  }

  @Test
  void refusesAChangedQuery() {
    SdkHttpRequest signed = signed("/admin/users");
    assertRefused(SignatureRefusal.MISMATCH, received(signed, "POST", "/admin/users", "a=1", BODY));
  }

  @Test
  void refusesAChangedBody() {
    SdkHttpRequest signed = signed("/admin/users");
    assertRefused(
        SignatureRefusal.MISMATCH, received(signed, "POST", "/admin/users", "", BODY + " "));
  }

  @Test
  void refusesAChangedHost() {
    assertRefused(SignatureRefusal.MISMATCH, with("Host", "elsewhere.example"));
  }

  @Test
  void refusesAHeaderThatWasAddedUnsigned() {
    assertRefused(SignatureRefusal.INCOMPLETE, with("X-Amz-Target", "something"));
  }

  @Test
  void refusesASignatureThatLeavesTheHostOut() {
    assertRefused(
        SignatureRefusal.INCOMPLETE, with("Authorization", authorization().replace(";host", "")));
  }

  @Test
  void refusesWhenThereIsNoDate() {
    Map<String, List<String>> headers = new TreeMap<>(signed("/").headers());
    headers.remove("X-Amz-Date");
    assertRefused(
        SignatureRefusal.INCOMPLETE, new ReceivedRequest("POST", "/", "", headers, new byte[0]));
  }

  @Test
  void refusesADateThatIsNone() {
    assertRefused(SignatureRefusal.INCOMPLETE, with("X-Amz-Date", "today"));
  }

  @Test
  void refusesWhenThereIsNoSignature() {
    assertRefused(SignatureRefusal.MISSING, with("Authorization", "DPoP abc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256 Credential=a",
        "AWS4-HMAC-SHA256 nothing",
        "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/s/aws5, SignedHeaders=host, Signature=b"
      })
  void refusesAHeaderThatIsNotWhole(String header) {
    assertRefused(SignatureRefusal.INCOMPLETE, with("Authorization", header));
  }

  @Test
  void refusesAnotherService() {
    SignatureV4 sts = new SignatureV4("sts", "us-east-1", Duration.ofMinutes(5), keys, clock);
    assertThat(sts.check(received(signed("/"))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(SignatureRefusal.WRONG_SCOPE));
  }

  @Test
  void takesADateWithinTheSkewOnly() {
    ReceivedRequest request = received(signed("/"));
    clock.move(Duration.ofSeconds(290));
    assertThat(signatures.check(request)).isInstanceOf(Authentic.class);
    clock.move(Duration.ofSeconds(20));
    assertRefused(SignatureRefusal.NOT_CURRENT, request);
    clock.move(Duration.ofSeconds(-615));
    assertRefused(SignatureRefusal.NOT_CURRENT, request);
  }

  @Test
  void doesNotPrintASecret() {
    assertThat(key.toString()).contains(key.id()).doesNotContain(key.revealSecret());
  }

  private void assertRefused(SignatureRefusal reason, ReceivedRequest request) {
    assertThat(signatures.check(request))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private ReceivedRequest with(String name, String value) {
    Map<String, List<String>> headers = new TreeMap<>(signed("/").headers());
    headers.put(name, List.of(value));
    return new ReceivedRequest("POST", "/", "", headers, BODY.getBytes(UTF_8));
  }

  private String authorization() {
    return signed("/").firstMatchingHeader("Authorization").orElseThrow();
  }

  private SdkHttpRequest signed(String address) {
    SdkHttpRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://localhost:4000" + address))
            .putHeader("Content-Type", "application/json")
            .build();
    return AwsV4HttpSigner.create()
        .sign(r ->
            r.identity(AwsCredentialsIdentity.create(key.id(), key.revealSecret()))
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(BODY))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request();
  }

  private static ReceivedRequest received(SdkHttpRequest signed) {
    URI uri = signed.getUri();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return received(signed, "POST", uri.getRawPath(), query, BODY);
  }

  private static ReceivedRequest received(
      SdkHttpRequest signed, String method, String path, String query, String body) {
    Map<String, List<String>> headers = new TreeMap<>();
    signed
        .headers()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
    return new ReceivedRequest(method, path, query, headers, body.getBytes(UTF_8));
  }
}

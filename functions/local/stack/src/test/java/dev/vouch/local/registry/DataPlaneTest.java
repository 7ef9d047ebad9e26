package dev.vouch.local.registry;

import static dev.vouch.local.registry.RegistryFixture.REPOSITORY;
import static dev.vouch.local.registry.RegistryFixture.digest;
import static dev.vouch.local.registry.RegistryFixture.policy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.aws.RegistryTokens.End;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal changes one thing in a pull or a push that passes. */
final class DataPlaneTest {
  private static final String[] PULL = {
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchCheckLayerAvailability",
    "ecr:ListImages"
  };
  private static final String[] PUSH = {
    "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"
  };
  private static final String LATER = "2099-01-01T00:00:00Z";
  private static final String HERE = "127.0.0.1/32";
  private static final byte[] NOTHING = {};
  private final RegistryFixture given = new RegistryFixture(End.OWN_LIFE);

  DataPlaneTest() throws IOException, GeneralSecurityException {}

  @AfterEach
  void close() throws IOException {
    given.close();
  }

  @Test
  void pullsAnImageWithATokenThatAllowsIt() throws IOException {
    String password = pulling();
    assertThat(get("/v2/", password).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> manifest = get("/v2/team-a/app/manifests/1.0", password);
    assertThat(manifest.statusCode()).isEqualTo(200);
    String layer = layerOf(manifest);
    assertThat(digest(get("/v2/team-a/app/blobs/" + layer, password).body())).isEqualTo(layer);
    HttpResponse<byte[]> head =
        given.send("HEAD", "/v2/team-a/app/blobs/" + layer, password, NOTHING);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    assertThat(get("/v2/team-a/app/tags/list", password).statusCode()).isEqualTo(200);
    assertThat(given.behind.sawAuthorization).isFalse();
  }

  @Test
  void pushesALayerInPartsWithATokenThatAllowsIt() throws IOException {
    String password = given.aws.registryPassword(policy(REPOSITORY + "*", LATER, HERE, all()));
    byte[] layer = "a layer".getBytes(UTF_8);
    String uploads = "/v2/team-a/service/blobs/uploads/";
    String session = location(given.send("POST", uploads, password, NOTHING), 202);
    String done = location(given.send("PATCH", session, password, layer), 202);
    String digest = digest(layer);
    assertThat(given.send("PUT", done + "?digest=" + digest, password, NOTHING).statusCode())
        .isEqualTo(201);
    assertThat(get("/v2/team-a/service/blobs/" + digest, password).body()).isEqualTo(layer);
    assertThat(
            given
                .send("PUT", "/v2/team-a/service/manifests/1", password, "{}".getBytes(UTF_8))
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void asksForATokenAsEcrDoes() throws IOException {
    HttpResponse<byte[]> answer = get("/v2/", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate"))
        .hasValue(
            "Basic realm=\"https://" + RegistryFixture.HOST + "/\",service=\"ecr.amazonaws.com\"");
  }

  @Test
  void refusesATokenThatWasNotMintedHere() throws IOException {
    assertThat(get("/v2/", pulling() + "x").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "Basic", "Basic %%%", "Basic QVdT"})
  void refusesAnAuthorizationThatIsNotBasic(String header) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + RegistryFixture.HOST + "/v2/"))
            .header("Authorization", header)
            .build();
    assertThat(given.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesAnotherUserName() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + RegistryFixture.HOST + "/v2/"))
            .header("Authorization", RegistryFixture.basic("aws:" + pulling()))
            .build();
    assertThat(given.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesATokenPastItsTwelveHours() throws IOException {
    String password = pulling();
    given.aws.clock.move(Duration.ofHours(12).plusSeconds(1));
    assertDenied(get("/v2/", password), "token has expired");
  }

  @Test
  void takesATokenPastItsSessionWhenTheSessionPolicyHasNoEnd() throws IOException {
    String password = pulling();
    given.aws.clock.move(Duration.ofHours(3));
    assertThat(get("/v2/team-a/app/manifests/1.0", password).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesATokenPastItsSessionWhereItEndsWithIt() throws IOException, GeneralSecurityException {
    try (RegistryFixture other = new RegistryFixture(End.WITH_SESSION)) {
      String password =
          other.aws.registryPassword(policy(REPOSITORY + "team-a/app", LATER, HERE, PULL));
      other.aws.clock.move(Duration.ofMinutes(16));
      assertDenied(
          other.send("GET", "/v2/team-a/app/manifests/1.0", password, NOTHING), "has expired");
    }
  }

  @Test
  void refusesFromTheSecondThatTheSessionPolicyEnds() throws IOException {
    String end = given.aws.clock.instant().plusSeconds(600).toString();
    String password =
        given.aws.registryPassword(policy(REPOSITORY + "team-a/app", end, HERE, PULL));
    assertThat(get("/v2/team-a/app/manifests/1.0", password).statusCode()).isEqualTo(200);
    given.aws.clock.move(Duration.ofSeconds(601));
    assertDenied(get("/v2/team-a/app/manifests/1.0", password), "explicit deny in session policy");
  }

  @Test
  void refusesAnAddressThatTheSessionPolicyDoesNotAllow() throws IOException {
    String password =
        given.aws.registryPassword(policy(REPOSITORY + "team-a/app", LATER, "10.0.0.0/8", PULL));
    assertDenied(get("/v2/team-a/app/manifests/1.0", password), "explicit deny in session policy");
  }

  @Test
  void refusesARepositoryThatTheSessionPolicyDoesNotName() throws IOException {
    assertDenied(get("/v2/team-a/service/manifests/1.0", pulling()), "no session policy allows");
  }

  @Test
  void refusesATokenOfAnotherAccount() throws IOException, GeneralSecurityException {
    try (RegistryFixture other = new RegistryFixture(End.OWN_LIFE, "210987654321")) {
      String password = other.aws.registryPassword(policy("*", LATER, HERE, PULL));
      assertDenied(
          other.send("GET", "/v2/team-a/app/manifests/1.0", password, NOTHING),
          "no resource-based policy allows");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, manifests/1.0, ecr:BatchGetImage",
    "HEAD, manifests/1.0, ecr:BatchGetImage",
    "PUT, manifests/1.0, ecr:PutImage",
    "DELETE, manifests/1.0, ecr:BatchDeleteImage",
    "GET, blobs/{digest}, ecr:GetDownloadUrlForLayer",
    "HEAD, blobs/{digest}, ecr:BatchCheckLayerAvailability",
    "POST, blobs/uploads/, ecr:InitiateLayerUpload",
    "POST, blobs/uploads/?digest={digest}, ecr:UploadLayerPart",
    "POST, blobs/uploads/?digest={digest}, ecr:CompleteLayerUpload",
    "PATCH, blobs/uploads/one, ecr:UploadLayerPart",
    "PUT, blobs/uploads/one?digest={digest}, ecr:CompleteLayerUpload",
    "GET, tags/list, ecr:ListImages"
  })
  void refusesARequestWhoseActionIsNotAllowed(String method, String path, String action)
      throws IOException {
    String[] others =
        Stream.concat(Arrays.stream(all()), Stream.of("ecr:BatchDeleteImage"))
            .filter(other -> !other.equals(action))
            .toArray(String[]::new);
    String password = given.aws.registryPassword(policy(REPOSITORY + "*", LATER, HERE, others));
    String full = "/v2/team-a/app/" + path.replace("{digest}", "sha256:" + "0".repeat(64));
    HttpResponse<byte[]> answer = given.send(method, full, password, NOTHING);
    assertThat(answer.statusCode()).isEqualTo(403);
    if (!method.equals("HEAD")) {
      assertDenied(answer, "not authorized to perform: " + action + " on resource");
    }
  }

  @Test
  void saysThatARepositoryDoesNotExistToWhoeverMayAsk() throws IOException {
    String password = given.aws.registryPassword(policy(REPOSITORY + "*", LATER, HERE, all()));
    assertError(get("/v2/team-b/new/manifests/1.0", password), 404, "NAME_UNKNOWN");
    assertError(
        given.send("POST", "/v2/team-b/new/blobs/uploads/", password, NOTHING),
        404,
        "NAME_UNKNOWN");
  }

  @Test
  void givesNoLayerOfAnotherRepository() throws IOException {
    String password = given.aws.registryPassword(policy(REPOSITORY + "*", LATER, HERE, all()));
    String layer = layerOf(get("/v2/team-a/app/manifests/1.0", password));
    assertError(get("/v2/team-a/service/blobs/" + layer, password), 404, "BLOB_UNKNOWN");
  }

  @Test
  void mountsNoLayerOutOfAnotherRepository() throws IOException {
    String password = given.aws.registryPassword(policy(REPOSITORY + "*", LATER, HERE, all()));
    String layer = layerOf(get("/v2/team-a/app/manifests/1.0", password));
    String mount = "/v2/team-a/service/blobs/uploads/?from=team-a/app&mount=" + layer;
    assertThat(given.send("POST", mount, password, NOTHING).statusCode()).isEqualTo(202);
    assertError(get("/v2/team-a/service/blobs/" + layer, password), 404, "BLOB_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v2/_catalog",
        "/v2/team-a/app/manifests/",
        "/v2/team-a/app/blobs/md5:0",
        "/v2/team-a/../team-b/manifests/1",
        "/v2/team-a%2Fapp/manifests/1.0",
        "/v2/Team/manifests/1"
      })
  void refusesAPathThatEcrDoesNotHave(String path) throws IOException {
    assertError(get(path, pulling()), 405, "UNSUPPORTED");
  }

  private String pulling() {
    return given.aws.registryPassword(policy(REPOSITORY + "team-a/app", LATER, HERE, PULL));
  }

  private static String[] all() {
    return Stream.concat(Arrays.stream(PULL), Arrays.stream(PUSH)).toArray(String[]::new);
  }

  private HttpResponse<byte[]> get(String path, String password) throws IOException {
    return given.send("GET", path, password, NOTHING);
  }

  private static String layerOf(HttpResponse<byte[]> manifest) throws IOException {
    return first(manifest, "layers", "digest");
  }

  private static String location(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    return answer.headers().firstValue("location").orElseThrow();
  }

  private static void assertDenied(HttpResponse<byte[]> answer, String message) throws IOException {
    assertError(answer, 403, "DENIED");
    assertThat(new String(answer.body(), UTF_8)).contains(message);
  }

  private static void assertError(HttpResponse<byte[]> answer, int status, String code)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(first(answer, "errors", "code")).isEqualTo(code);
  }

  private static String first(HttpResponse<byte[]> answer, String list, String member)
      throws IOException {
    List<?> all = (List<?>) Objects.requireNonNull(JSON.std.mapFrom(answer.body()).get(list));
    return String.valueOf(((Map<?, ?>) all.getFirst()).get(member));
  }
}

package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.MovedClock;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.signature.AccessKey;
import dev.vouch.local.signature.AccessKeys;
import dev.vouch.local.signature.Caller;
import dev.vouch.local.template.DoorBlock;
import dev.vouch.local.template.DoorBlock.GatewayResponse;
import dev.vouch.local.template.DoorBlock.Reserved;
import dev.vouch.local.template.FunctionBlock;
import dev.vouch.local.template.FunctionBlock.RouteBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door, over HTTP, with a toy function behind it. */
final class GatewayTest {
  private static final Caller ADMIN = new Caller("arn:aws:iam::1:user/admin", "1", "AIDA1");
  private static final Caller OTHER = new Caller("arn:aws:iam::2:user/other", "2", "AIDA2");
  @TempDir private Path folder = Path.of("");
  private final AccessKeys keys = new AccessKeys();
  private final MovedClock clock = new MovedClock();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server = Loopback.bind(0);
  private final Functions functions = new Functions(blocks(), door());

  GatewayTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    functions.add("Toy", ToyZip.pool(folder));
    Gateway.start(server, clock, functions, keys, "us-east-1");
  }

  @AfterEach
  void stop() throws IOException {
    client.shutdownNow();
    server.stop(0);
    functions.close();
  }

  @Test
  void handsOverTheWholeRequest() throws IOException {
    Map<?, ?> event =
        json(
            send(
                HttpRequest.newBuilder(at("/echo/a%40b/x?q=1&q=2&r=%C3%A9"))
                    .POST(BodyPublishers.ofString("{\"é\":1}"))
                    .header("X-Two", "1")
                    .header("X-Two", "2")));
    assertThat(event.get("resource")).isEqualTo("/echo/{user}/{key}");
    assertThat(event.get("path")).isEqualTo("/echo/a%40b/x");
    assertThat(event.get("httpMethod")).isEqualTo("POST");
    assertThat(event.get("pathParameters")).isEqualTo(Map.of("user", "a@b", "key", "x"));
    assertThat(event.get("queryStringParameters")).isEqualTo(Map.of("q", "2", "r", "é"));
    assertThat(event.get("multiValueQueryStringParameters"))
        .isEqualTo(Map.of("q", List.of("1", "2"), "r", List.of("é")));
    assertThat(member(event, "multiValueHeaders").get("x-two")).isEqualTo(List.of("1", "2"));
    assertThat(event.get("body")).isEqualTo("{\"é\":1}");
    Map<?, ?> identity = member(member(event, "requestContext"), "identity");
    assertThat(identity.get("sourceIp")).isEqualTo("127.0.0.1");
    assertThat(identity.get("userArn")).isNull();
  }

  @Test
  void saysWhoSignedOnARouteThatIamAuthorizes() throws IOException {
    AccessKey key = keys.issue(ADMIN);
    Map<?, ?> event = json(send(signed("/admin/echo", key)));
    Map<?, ?> identity = member(member(event, "requestContext"), "identity");
    assertThat(identity.get("userArn")).isEqualTo(ADMIN.arn());
    assertThat(identity.get("accountId")).isEqualTo("1");
    assertThat(identity.get("accessKey")).isEqualTo(key.id());
  }

  @Test
  void refusesARouteThatIamAuthorizesWithoutASignature() throws IOException {
    assertTurnedAway(send(HttpRequest.newBuilder(at("/admin/echo"))), 404, "not_found");
  }

  @Test
  void refusesAKeyThatNobodyKnows() throws IOException {
    assertTurnedAway(
        send(signed("/admin/echo", new AccessKeys().issue(ADMIN))), 403, "INVALID_SIGNATURE");
  }

  @Test
  void refusesASignatureFromAnotherTime() throws IOException {
    HttpRequest.Builder request = signed("/admin/echo", keys.issue(ADMIN));
    clock.move(Duration.ofMinutes(6));
    assertTurnedAway(send(request), 403, "INVALID_SIGNATURE");
  }

  @Test
  void refusesCredentialsThatHaveExpired() throws IOException {
    AccessKey key = keys.issueTemporary(ADMIN, clock.instant().minusSeconds(1));
    assertTurnedAway(send(signed("/admin/echo", key)), 403, "EXPIRED_TOKEN");
  }

  @Test
  void refusesAPrincipalForWhomTheRouteIsNotReserved() throws IOException {
    assertTurnedAway(send(signed("/admin/echo", keys.issue(OTHER))), 403, "ACCESS_DENIED");
  }

  @Test
  void refusesAForeignAccountWhateverItsPrincipalIsCalled() throws IOException {
    Caller foreign = new Caller(ADMIN.arn(), "2", "AIDA3");
    assertTurnedAway(send(signed("/admin/echo", keys.issue(foreign))), 403, "ACCESS_DENIED");
  }

  @Test
  void refusesAPublicRouteThatTheResourcePolicyDoesNotOpen() throws IOException {
    assertTurnedAway(send(HttpRequest.newBuilder(at("/closed"))), 403, "ACCESS_DENIED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/none", "/echo", "/echo//x", "/echo/a/b/c", "/Setting", "/setting/"})
  void answersARouteThatDoesNotExistAsOneWithoutASignature(String path) throws IOException {
    assertTurnedAway(send(HttpRequest.newBuilder(at(path))), 404, "not_found");
  }

  @Test
  void answersAMethodThatDoesNotExistTheSameWay() throws IOException {
    assertTurnedAway(send(HttpRequest.newBuilder(at("/setting")).DELETE()), 404, "not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo/%zz/x", "/echo/%", "/setting?q=%zz", "/setting?q=1&%=2", "/a|b"})
  void answersAnAddressThatIsNoUri(String address) throws IOException {
    assertThat(statusLine("GET " + address)).isEqualTo("HTTP/1.1 400 Bad Request");
    assertThat(statusLine("POST " + address)).isEqualTo("HTTP/1.1 400 Bad Request");
  }

  @Test
  void prefersALiteralSegmentToAParameter() throws IOException {
    Map<?, ?> event =
        json(send(HttpRequest.newBuilder(at("/echo/a/literal")).POST(BodyPublishers.noBody())));
    assertThat(event.get("resource")).isEqualTo("/echo/{user}/literal");
    assertThat(event.get("body")).isNull();
  }

  @Test
  void renamesTheChallengeHeaderAsApiGatewayDoes() throws IOException {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(at("/challenge")));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
    assertThat(answer.headers().firstValue("x-amzn-remapped-www-authenticate")).hasValue("DPoP");
    assertThat(answer.headers().firstValue("server")).isEmpty();
    assertThat(answer.headers().allValues("x-two")).containsExactly("1", "2");
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nonsense", "/nothing", "/throws"})
  void saysThatTheFunctionFailed(String path) throws IOException {
    assertTurnedAway(send(HttpRequest.newBuilder(at(path))), 502, "fault");
  }

  @Test
  void saysThatTheFunctionDidNotAnswerInTime() throws IOException {
    assertTurnedAway(send(HttpRequest.newBuilder(at("/forever"))), 503, "unavailable");
  }

  @Test
  void refusesABodyOverTenMegabytes() throws IOException {
    byte[] most = new byte[10 * 1024 * 1024];
    assertThat(send(post(most)).statusCode()).isEqualTo(200);
    assertTurnedAway(send(post(new byte[most.length + 1])), 413, "too_large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "1", "{}", "{\"a\":1}", "{\"a\":1,\"B\":2}"})
  void refusesABodyThatIsNoObjectWithTheMembersOfItsModel(String body) throws IOException {
    assertTurnedAway(wanting(body, "application/json"), 400, "bad_body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"b\":null}       | application/json",
        "{\"a\":1,\"b\":2,\"c\":3} | Application/JSON; charset=utf-8",
        "{                        | application/yaml",
      })
  void leavesTheRestOfTheBodyToTheFunction(String body, String type) throws IOException {
    assertThat(wanting(body, type).statusCode()).isEqualTo(200);
  }

  @Test
  void asksWhoSignedBeforeItLooksAtTheBody() throws IOException {
    HttpRequest.Builder unsigned =
        HttpRequest.newBuilder(at("/admin/wanting")).POST(BodyPublishers.ofString("{}"));
    assertTurnedAway(send(unsigned), 404, "not_found");
  }

  private HttpResponse<String> wanting(String body, String type) throws IOException {
    return send(
        HttpRequest.newBuilder(at("/wanting"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private static DoorBlock door() {
    return new DoorBlock(
        List.of(
            "POST/echo/*",
            "GET/setting",
            "POST/setting",
            "POST/wanting",
            "GET/challenge",
            "GET/nonsense",
            "GET/nothing",
            "GET/throws",
            "GET/forever"),
        List.of(
            new Reserved("/admin/", "aws:PrincipalArn", List.of(ADMIN.arn())),
            new Reserved("/admin/", "aws:PrincipalAccount", List.of("1"))),
        Map.of(
            "MISSING_AUTHENTICATION_TOKEN", response(404, "not_found"),
            "ACCESS_DENIED", response(403, "ACCESS_DENIED"),
            "BAD_REQUEST_BODY", response(0, "bad_body"),
            "INVALID_SIGNATURE", response(0, "INVALID_SIGNATURE"),
            "EXPIRED_TOKEN", response(403, "EXPIRED_TOKEN"),
            "INTEGRATION_TIMEOUT", response(503, "unavailable"),
            "DEFAULT_4XX", response(0, "too_large"),
            "DEFAULT_5XX", response(0, "fault")));
  }

  private static GatewayResponse response(int status, String code) {
    return new GatewayResponse(status, "{\"code\":\"" + code + "\"}");
  }

  private static List<FunctionBlock> blocks() {
    return List.of(
        new FunctionBlock(
            "Toy",
            "toy.zip",
            ToyHandler.class.getName(),
            512,
            Map.of(),
            List.of(
                new RouteBlock("POST", "/echo/{user}/{key}", false, List.of()),
                new RouteBlock("POST", "/echo/{user}/literal", false, List.of()),
                new RouteBlock("GET", "/admin/echo", true, List.of()),
                new RouteBlock("GET", "/closed", false, List.of()),
                new RouteBlock("GET", "/setting", false, List.of()),
                new RouteBlock("POST", "/setting", false, List.of()),
                new RouteBlock("POST", "/wanting", false, List.of("a", "b")),
                new RouteBlock("POST", "/admin/wanting", true, List.of("a")),
                new RouteBlock("GET", "/challenge", false, List.of()),
                new RouteBlock("GET", "/nonsense", false, List.of()),
                new RouteBlock("GET", "/nothing", false, List.of()),
                new RouteBlock("GET", "/throws", false, List.of()),
                new RouteBlock("GET", "/forever", false, List.of()))));
  }

  private HttpRequest.Builder post(byte[] body) {
    return HttpRequest.newBuilder(at("/setting")).POST(BodyPublishers.ofByteArray(body));
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  /** What a client is answered first whose library does not look at the address. */
  private String statusLine(String request) throws IOException {
    try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
        var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket
          .getOutputStream()
          .write((request + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
      return String.valueOf(answer.readLine());
    }
  }

  private HttpRequest.Builder signed(String path, AccessKey key) {
    return SignedGet.of(at(path), key);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void assertTurnedAway(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body()).isEqualTo("{\"code\":\"" + code + "\"}");
  }

  private static Map<?, ?> json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.std.mapFrom(answer.body().getBytes(UTF_8));
  }

  private static Map<?, ?> member(Map<?, ?> object, String name) {
    @Nullable Object member = object.get(name);
    assertThat(member).isInstanceOf(Map.class);
    return member instanceof Map<?, ?> map ? map : Map.of();
  }
}

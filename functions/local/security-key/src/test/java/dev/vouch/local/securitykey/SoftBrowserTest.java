package dev.vouch.local.securitykey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SoftBrowserTest {
  private final SecurityKey key = SecurityKey.inMemory();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final Map<String, String> received = new LinkedHashMap<>();
  private HttpServer server;
  private String base = "";

  SoftBrowserTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
    base = "http://localhost:" + server.getAddress().getPort();
    answers.put("/enroll", "page");
    answers.put("/login", "page");
    answers.put("/callback", "done");
    answers.put("/oauth/authorize", "302 /login#request=abc.def");
    answers.put(
        "/enroll/options",
        "{\"user\":\"a@example.com\",\"statement\":\"s.m\",\"publicKey\":{\"rp\":{\"id\":\"localhost\"},"
            + "\"user\":{\"id\":\"aGFuZGxl\"},\"challenge\":\"Y2hhbGxlbmdl\",\"attestation\":\"direct\","
            + "\"pubKeyCredParams\":[{\"type\":\"public-key\",\"alg\":-7}]}}");
    answers.put(
        "/enroll/complete",
        "{\"user\":\"a@example.com\",\"key\":{\"id\":\"k\",\"model\":\"Soft\",\"aaguid\":\"x\"},"
            + "\"receipt\":{\"id\":\"w-1\",\"hash\":\"h\"}}");
    answers.put(
        "/login/options",
        "{\"confirmation_code\":\"ABCD-EFGH\",\"client_host\":\"laptop\",\"statement\":\"s.m\","
            + "\"publicKey\":{\"rpId\":\"localhost\",\"challenge\":\"Y2hhbGxlbmdl\"}}");
    answers.put(
        "/login/complete",
        "{\"redirect_uri\":\"http://127.0.0.1:"
            + server.getAddress().getPort()
            + "/callback?code=c&state=s\"}");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void enrolsAndThenLogsIn() {
    assertThat(visit("/enroll#secret")).isTrue();
    assertThat(visit("/oauth/authorize?x=y")).isTrue();
    assertThat(shown())
        .contains("a@example.com", "Soft", "w-1", "ABCD-EFGH", "laptop", "Logged in");
    assertThat(received.get("/enroll/options")).isEqualTo("{\"invitation\":\"secret\"}");
    assertThat(received.get("/login/options")).isEqualTo("{\"request\":\"abc.def\"}");
    assertThat(received.get("/enroll/complete")).contains("\"statement\":\"s.m\"");
    assertThat(received.get("/callback")).isEqualTo("GET code=c&state=s");
  }

  @Test
  void showsWhatTheServerRefusedAndWhatHelps() {
    answers.put(
        "/enroll/options",
        "400 {\"code\":\"invitation_used\",\"detail\":\"It was used.\",\"help\":\"Ask again.\"}");
    assertThat(visit("/enroll#secret")).isFalse();
    assertThat(shown()).contains("It was used. Ask again. [invitation_used]");
  }

  @Test
  void doesNotSendTheCodeToAnotherMachine() {
    assertThat(visit("/enroll#secret")).isTrue();
    answers.put("/login/complete", "{\"redirect_uri\":\"http://192.0.2.1/callback?code=c\"}");
    assertThat(visit("/oauth/authorize?x=y")).isFalse();
    assertThat(shown()).contains("another machine");
  }

  private boolean visit(String pathAndMore) {
    return new SoftBrowser(key, new PrintStream(screen, true, StandardCharsets.UTF_8))
        .visit(URI.create(base + pathAndMore));
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean post = exchange.getRequestMethod().equals("POST");
    if (post && !base.equals(exchange.getRequestHeaders().getFirst("Origin"))) {
      path = "no such origin";
    }
    received.put(path, post ? body : "GET " + exchange.getRequestURI().getQuery());
    String answer = answers.getOrDefault(path, "404 {}");
    int status = answer.matches("(?s)\\d{3} .*") ? Integer.parseInt(answer, 0, 3, 10) : 200;
    byte[] bytes = (status == 200 ? answer : answer.substring(4)).getBytes(StandardCharsets.UTF_8);
    if (status == 302) {
      exchange.getResponseHeaders().add("Location", answer.substring(4));
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

package dev.vouch.adapters.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.session.FakeChallengeMac;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** GenerateMac and VerifyMac in AWS's JSON protocol, for one key. */
final class MacServer implements AutoCloseable {
  static final String KEY = "alias/challenge";

  private final HttpServer server;
  private final FakeChallengeMac mac = new FakeChallengeMac();
  private int calls;
  private String instead = "";

  MacServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on this JSON is the answer to everything. */
  void answer(String json) {
    instead = json;
  }

  int calls() {
    return calls;
  }

  private void serve(HttpExchange exchange) throws IOException {
    calls++;
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    Map<String, Object> answer = new LinkedHashMap<>();
    int status = 200;
    try {
      JsonObject request = Json.parse(exchange.getRequestBody().readAllBytes());
      if (!request.string("KeyId").equals(KEY)) {
        status = error(answer, "NotFoundException");
      } else if (!request.string("MacAlgorithm").equals("HMAC_SHA_256")) {
        status = error(answer, "InvalidKeyUsageException");
      } else {
        status = answer(target, request, answer);
      }
    } catch (InvalidJson e) {
      status = error(answer, "SerializationException");
    }
    byte[] body = instead.isEmpty() ? Json.write(answer) : instead.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private int answer(String target, JsonObject request, Map<String, Object> answer)
      throws InvalidJson {
    byte[] message = Base64.getDecoder().decode(request.string("Message"));
    if (target.equals("TrentService.GenerateMac")) {
      answer.put("Mac", Base64.getEncoder().encodeToString(mac.generate(message)));
      return 200;
    }
    if (!mac.verify(message, Base64.getDecoder().decode(request.string("Mac")))) {
      return error(answer, "KMSInvalidMacException");
    }
    answer.put("MacValid", true);
    return 200;
  }

  private static int error(Map<String, Object> answer, String code) {
    answer.put("__type", code);
    return 400;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

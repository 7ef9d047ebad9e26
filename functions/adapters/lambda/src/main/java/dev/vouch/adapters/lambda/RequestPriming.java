package dev.vouch.adapters.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;

/** Reads an event and writes a refusal: what every request does. */
public final class RequestPriming {
  private static final String EVENT =
      """
      {"httpMethod":"POST","resource":"/priming","multiValueHeaders":{"Content-Type":["application/json"]},
      "requestContext":{"identity":{"sourceIp":"192.0.2.1"}},"body":"{\\"a\\":[\\"b\\"]}","isBase64Encoded":false}\
      """;

  private RequestPriming() {}

  /**
   * Runs it.
   *
   * @throws IllegalStateException when the event is not read
   */
  public static void run() {
    try {
      Request request = ProxyEvent.read(EVENT.getBytes(UTF_8));
      request.json().strings("a");
      Problem problem = Request.refused(404, "not_found", "There is nothing here.").problem();
      Json.write(Response.problem(problem).toEvent());
    } catch (InvalidRequest | InvalidJson e) {
      throw new IllegalStateException(e);
    }
  }
}

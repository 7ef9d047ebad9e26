package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.gateway.Door.Admitted;
import dev.vouch.local.gateway.Door.TurnedAway;
import dev.vouch.local.gateway.FunctionPool.Answered;
import dev.vouch.local.gateway.FunctionPool.Failed;
import dev.vouch.local.gateway.FunctionPool.TimedOut;
import dev.vouch.local.gateway.Routes.Match;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.signature.AccessKeys;
import dev.vouch.local.signature.ReceivedRequest;
import dev.vouch.local.signature.SignatureV4;
import dev.vouch.local.template.DoorBlock.GatewayResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The HTTP server in front of the functions. */
public final class Gateway implements AutoCloseable {
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final int LONGEST_BODY = 10 * 1024 * 1024;

  /** API Gateway's own statuses where the template does not set one. */
  private static final Map<String, Integer> STATUSES =
      Map.of(
          "BAD_REQUEST_BODY", 400,
          "MISSING_AUTHENTICATION_TOKEN", 403,
          "ACCESS_DENIED", 403,
          "INVALID_SIGNATURE", 403,
          "EXPIRED_TOKEN", 403,
          "REQUEST_TOO_LARGE", 413,
          "INTEGRATION_TIMEOUT", 504,
          "DEFAULT_5XX", 502);

  /** Headers that API Gateway does not pass back under their own names. */
  private static final Set<String> REMAPPED = Set.of("www-authenticate");

  private static final Set<String> DROPPED =
      Set.of("connection", "transfer-encoding", "content-length", "date", "server");

  private final Functions functions;
  private final Map<String, GatewayResponse> responses;
  private final Door door;
  private final InstantSource clock;
  private final HttpServer server;
  private final List<HttpServer> endpoints = new CopyOnWriteArrayList<>();

  private Gateway(
      HttpServer bound, InstantSource clock, Functions functions, AccessKeys keys, String region) {
    this.functions = functions;
    this.responses = functions.door().responses();
    this.door =
        new Door(functions.door(), new SignatureV4("execute-api", region, SKEW, keys, clock));
    this.clock = clock;
    this.server = bound;
  }

  /**
   * Starts to answer.
   *
   * @param bound a server whose port is taken already: the functions know it from the start
   * @param keys who can sign for the routes that IAM authorizes
   */
  public static Gateway start(
      HttpServer bound, InstantSource clock, Functions functions, AccessKeys keys, String region) {
    Gateway gateway = new Gateway(bound, clock, functions, keys, region);
    Loopback.start(bound, exchange -> gateway.handle(exchange, Optional.empty()));
    return gateway;
  }

  /**
   * Starts to answer at another port too, which stands for an interface endpoint in a network.
   *
   * @param id such as {@code vpce-1}
   * @return the port
   */
  public int answerThrough(String id) throws IOException {
    HttpServer endpoint = Loopback.serve(0, exchange -> handle(exchange, Optional.of(id)));
    endpoints.add(endpoint);
    return endpoint.getAddress().getPort();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    endpoints.forEach(endpoint -> endpoint.stop(0));
    server.stop(0);
  }

  private void handle(HttpExchange exchange, Optional<String> endpoint) throws IOException {
    try (exchange) {
      Optional<ReceivedRequest> request = ReceivedRequest.read(exchange, LONGEST_BODY);
      if (request.isEmpty()) {
        answerItself(exchange, "REQUEST_TOO_LARGE");
        return;
      }
      Optional<Match> match = functions.routes().find(request.get().method(), request.get().path());
      if (match.isEmpty()) {
        answerItself(exchange, "MISSING_AUTHENTICATION_TOKEN");
        return;
      }
      switch (door.decide(request.get(), match.get(), endpoint)) {
        case TurnedAway turnedAway -> answerItself(exchange, turnedAway.type());
        case Admitted admitted -> invoke(exchange, request.get(), match.get(), admitted);
      }
    }
  }

  private void invoke(
      HttpExchange exchange, ReceivedRequest request, Match match, Admitted admitted)
      throws IOException {
    String sourceIp = exchange.getRemoteAddress().getAddress().getHostAddress();
    byte[] event = ProxyEvents.event(request, match, admitted, sourceIp, clock.instant());
    switch (functions.invoke(match.route().function(), event)) {
      case TimedOut late -> answerItself(exchange, "INTEGRATION_TIMEOUT");
      case Failed failed -> answerItself(exchange, "DEFAULT_5XX");
      case Answered answered -> send(exchange, answered.event());
    }
  }

  /** What the function answered, or the answer for a function that answers nonsense. */
  private void send(HttpExchange exchange, String event) throws IOException {
    Map<String, Object> answer;
    try {
      answer = JSON.std.mapFrom(event);
    } catch (IOException e) {
      answerItself(exchange, "DEFAULT_5XX");
      return;
    }
    if (!(answer.get("statusCode") instanceof Number status)) {
      answerItself(exchange, "DEFAULT_5XX");
      return;
    }
    headers(exchange, answer.get("headers"));
    headers(exchange, answer.get("multiValueHeaders"));
    Object text = answer.get("body");
    String body = text == null ? "" : text.toString();
    boolean encoded = Boolean.TRUE.equals(answer.get("isBase64Encoded"));
    write(
        exchange,
        status.intValue(),
        encoded ? Base64.getDecoder().decode(body) : body.getBytes(UTF_8));
  }

  private static void headers(HttpExchange exchange, @Nullable Object headers) {
    if (headers instanceof Map<?, ?> all) {
      all.forEach((name, value) -> {
        String lower = String.valueOf(name).toLowerCase(Locale.ROOT);
        String sent = REMAPPED.contains(lower) ? "x-amzn-Remapped-" + lower : String.valueOf(name);
        if (!DROPPED.contains(lower)) {
          exchange
              .getResponseHeaders()
              .put(
                  sent,
                  value instanceof List<?> list
                      ? list.stream().map(String::valueOf).toList()
                      : List.of(String.valueOf(value)));
        }
      });
    }
  }

  private void answerItself(HttpExchange exchange, String type) throws IOException {
    int usual = STATUSES.getOrDefault(type, 500);
    GatewayResponse response =
        responses.getOrDefault(
            type,
            responses.getOrDefault(
                usual < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX", new GatewayResponse(0, "{}")));
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
    int status = response.status() == 0 ? usual : response.status();
    write(exchange, status, response.body().getBytes(UTF_8));
  }

  private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean empty = body.length == 0 || status == 204 || status == 304;
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
  }
}

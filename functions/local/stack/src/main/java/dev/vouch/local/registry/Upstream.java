package dev.vouch.local.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntConsumer;

/** Passes a request on to the registry behind, and its answer back, without keeping either. */
final class Upstream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What the registry needs to know; above all not the Authorization header. */
  private static final Set<String> PASSED_ON =
      Set.of("Accept", "Content-type", "Content-range", "Range");

  private static final Set<String> NOT_PASSED_BACK =
      Set.of("connection", "transfer-encoding", "date", "content-length");

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Upstream(URI base) {
    this.base = base;
  }

  /**
   * Answers the exchange with what the registry answered.
   *
   * @param first is told the status before the client is
   */
  void pass(HttpExchange exchange, String pathAndQuery, IntConsumer first) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(pathAndQuery))
            .timeout(PATIENCE)
            .method(exchange.getRequestMethod(), body(exchange));
    PASSED_ON.forEach(name ->
        exchange
            .getRequestHeaders()
            .getOrDefault(name, java.util.List.of())
            .forEach(value -> request.header(name, value)));
    try (InputStream answer = send(request.build(), exchange, first)) {
      answer.transferTo(exchange.getResponseBody());
    }
  }

  private InputStream send(HttpRequest request, HttpExchange exchange, IntConsumer first)
      throws IOException {
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    first.accept(response.statusCode());
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!NOT_PASSED_BACK.contains(name)) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    long length = response.headers().firstValueAsLong("content-length").orElse(0);
    boolean hasBody = length > 0 || response.headers().map().containsKey("transfer-encoding");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
      exchange.sendResponseHeaders(response.statusCode(), -1);
    } else {
      exchange.sendResponseHeaders(response.statusCode(), hasBody ? length : -1);
    }
    return response.body();
  }

  private static BodyPublisher body(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-length");
    boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-encoding");
    if (!chunked && (length == null || length.equals("0"))) {
      return BodyPublishers.noBody();
    }
    BodyPublisher stream = BodyPublishers.ofInputStream(exchange::getRequestBody);
    return chunked ? stream : BodyPublishers.fromPublisher(stream, Long.parseLong(length));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

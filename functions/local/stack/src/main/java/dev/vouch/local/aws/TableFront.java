package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Stands before DynamoDB Local, which cannot be told to fail. */
public final class TableFront implements AutoCloseable {
  private static final String TARGET = "DynamoDB_20120810.";
  private static final String JSON = "application/x-amz-json-1.0";

  private final URI tables;
  private final Faults faults;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  private TableFront(URI tables, Faults faults) throws IOException {
    this.tables = tables;
    this.faults = faults;
    this.server = Loopback.serve(0, this::handle);
  }

  /** Starts on a free port of 127.0.0.1. */
  public static TableFront start(URI tables, Faults faults) throws IOException {
    return new TableFront(tables, faults);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      Fault fault = faults.take(target.substring(TARGET.length()));
      if (fault instanceof Fault.Refusal(AwsError error)) {
        Reply reply = refusal(error);
        Reply.send(exchange, faults, new Fault.None(), () -> reply);
      } else {
        Reply.send(exchange, faults, fault, () -> pass(exchange, target, body));
      }
    }
  }

  private static Reply refusal(AwsError error) {
    return new Reply(
        error.status(),
        JSON,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
            .formatted(error.code(), error.message()));
  }

  private Reply pass(HttpExchange exchange, String target, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(tables)
            .header("X-Amz-Target", target)
            .header("Content-Type", JSON)
            .header(
                "Authorization",
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")))
            .header(
                "X-Amz-Date", String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Date")))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), JSON, new String(answer.body(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package dev.vouch.adapters.aws.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An HTTP server on the loopback address that answers from a script, the last entry again and
 * again, and keeps what it was asked. Adapter tests point an SDK client at it.
 */
public final class ScriptedServer implements AutoCloseable {
  /** An answer; header names are lower case. */
  public record Reply(int status, Map<String, String> headers, String body) {}

  /** An answer in AWS's JSON protocol. */
  public static Reply json(int status, String body) {
    return new Reply(status, Map.of("content-type", "application/x-amz-json-1.1"), body);
  }

  /** An error in AWS's JSON protocol. */
  public static Reply jsonError(int status, String code) {
    return json(status, "{\"__type\":\"" + code + "\",\"message\":\"as scripted\"}");
  }

  /** An answer in AWS's query protocol. */
  public static Reply xml(int status, String body) {
    return new Reply(status, Map.of("content-type", "text/xml"), body);
  }

  /** An error in AWS's query protocol. */
  public static Reply xmlError(int status, String code, String message) {
    return xml(
        status,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
          <RequestId>error-request-id</RequestId>
        </ErrorResponse>
        """
            .formatted(code, message));
  }

  /** A request as it arrived; header names are lower case. */
  public record Asked(String method, String path, Map<String, String> headers, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Function<Asked, Reply>> script = new ArrayDeque<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean silent;

  public ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public synchronized void answer(Reply... replies) {
    script.clear();
    for (Reply reply : replies) {
      script.add(asked -> reply);
    }
  }

  /** From now on every answer follows from what was asked. */
  public synchronized void answerWith(Function<Asked, Reply> answer) {
    script.clear();
    script.add(answer);
  }

  /** From now on requests are taken and never answered. */
  public void fallSilent() {
    silent = true;
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked request = read(exchange);
      asked.add(request);
      if (silent) {
        awaitClose();
        return;
      }
      Reply reply = next().apply(request);
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Function<Asked, Reply> next() {
    Function<Asked, Reply> next = script.size() > 1 ? script.poll() : script.peek();
    if (next == null) {
      throw new IllegalStateException("the script is empty");
    }
    return next;
  }

  private static Asked read(HttpExchange exchange) throws IOException {
    Map<String, String> headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().toLowerCase(Locale.ROOT),
                    entry -> String.join(", ", entry.getValue()),
                    (first, second) -> first,
                    TreeMap::new));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Asked(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}

package dev.vouch.local.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API for one process: hands out events one by one, and takes the answers. An
 * error that is reported instead of an answer fails it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda
 *     runtime API</a>
 */
public final class RuntimeApi implements AutoCloseable {
  private static final String VERSION = "/2018-06-01/runtime/";
  private static final long DEADLINE_MS = 10_000;

  private final HttpServer server;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private volatile Invocation current = new Invocation(new byte[0]);
  private final CompletableFuture<Long> checkpoint = new CompletableFuture<>();
  private final CompletableFuture<Long> asked = new CompletableFuture<>();

  /** One event, and the answer to come. */
  private static final class Invocation {
    private final byte[] event;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Invocation(byte[] event) {
      this.event = event;
    }
  }

  /**
   * What the function answered.
   *
   * @param at when its last byte was read, by {@link System#nanoTime}
   */
  public record Answer(long at, String body) {}

  private RuntimeApi() throws IOException {
    server = Loopback.serve(0, this::handle);
  }

  /** Starts on a free port of 127.0.0.1. */
  public static RuntimeApi start() throws IOException {
    return new RuntimeApi();
  }

  /** As AWS_LAMBDA_RUNTIME_API has it. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The answer to an event, which the process gets when it asks for one. */
  CompletableFuture<Answer> send(byte[] event) {
    Invocation invocation = new Invocation(event);
    waiting.add(invocation);
    return invocation.answer;
  }

  /** When the process was ready to have its snapshot taken, by {@link System#nanoTime}. */
  CompletableFuture<Long> checkpoint() {
    return checkpoint;
  }

  /** When the process asked for its first event, by {@link System#nanoTime}. */
  CompletableFuture<Long> asked() {
    return asked;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      long at = System.nanoTime();
      String path = exchange.getRequestURI().getPath();
      switch (path.substring(path.lastIndexOf('/') + 1)) {
        case "next" -> next(exchange, path);
        case "response" -> {
          current.answer.complete(new Answer(at, new String(body, UTF_8)));
          exchange.sendResponseHeaders(202, -1);
        }
        default -> {
          fail(new IOException(path + ": " + new String(body, UTF_8)));
          exchange.sendResponseHeaders(202, -1);
        }
      }
    }
  }

  private void fail(IOException cause) {
    checkpoint.completeExceptionally(cause);
    asked.completeExceptionally(cause);
    current.answer.completeExceptionally(cause);
    waiting.forEach(each -> each.answer.completeExceptionally(cause));
  }

  private void next(HttpExchange exchange, String path) throws IOException {
    if (path.equals(VERSION + "restore/next")) {
      checkpoint.complete(System.nanoTime());
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    asked.complete(System.nanoTime());
    try {
      current = waiting.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
    headers.set(
        "Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + DEADLINE_MS));
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:us-east-1:123456789012:function:measured");
    exchange.sendResponseHeaders(200, current.event.length);
    exchange.getResponseBody().write(current.event);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

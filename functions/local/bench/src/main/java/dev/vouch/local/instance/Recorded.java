package dev.vouch.local.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before an AWS service. At first it passes calls on and keeps the answers; from {@link
 * #replay} on it gives these by itself, in no time: to each operation its own, in their order, from
 * the first again after the last. So a start has to make the calls that were kept, and no others.
 */
public final class Recorded implements AutoCloseable {
  /** What the JDK's client sets by itself. */
  private static final Set<String> OWN = Set.of("connection", "content-length");

  private static final List<String> KEPT = List.of("Content-Type", "x-amzn-RequestId");
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([^&]*)");
  private static final Pattern SESSION = Pattern.compile("(?:^|&)RoleSessionName=([^&]*)");

  private record Answer(int status, Map<String, String> headers, String body, String session) {}

  private final URI service;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile boolean replays;

  private Recorded(URI service) throws IOException {
    this.service = service;
    this.server = Loopback.serve(0, this::handle);
  }

  /**
   * Starts on a free port of 127.0.0.1. The JDK's client has to be allowed the header Host, which
   * is signed: {@code -Djdk.httpclient.allowRestrictedHeaders=host}.
   */
  public static Recorded before(URI service) throws IOException {
    return new Recorded(service);
  }

  /** Where it listens, with the path of the service. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + service.getPath());
  }

  /** From now on the service is not asked any more. */
  public void replay() {
    replays = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String session = first(SESSION, body);
      Queue<Answer> kept =
          answers.computeIfAbsent(
              target == null ? first(ACTION, body) : target,
              operation -> new ConcurrentLinkedQueue<>());
      Answer answer = replays ? kept.remove() : ask(exchange, body, session);
      kept.add(answer);
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      // STS names the session in its answer
      byte[] bytes = answer.body.replace(answer.session, session).getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer ask(HttpExchange exchange, String body, String session) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(exchange.getRequestURI()))
            .POST(BodyPublishers.ofString(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      Map<String, String> headers = new ConcurrentHashMap<>();
      KEPT.forEach(
          name -> answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
      return new Answer(answer.statusCode(), headers, answer.body(), session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}

package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.net.Loopback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory, just enough for a push and a pull. Like the real one behind, it keeps all
 * layers together and would mount a layer out of any repository.
 */
final class FakeRegistry implements AutoCloseable {
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  private final HttpServer server = Loopback.serve(0, this::handle);

  /** The Authorization header of the last request: the registry behind must never see one. */
  volatile boolean sawAuthorization;

  FakeRegistry() throws IOException {}

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      sawAuthorization |= exchange.getRequestHeaders().containsKey("Authorization");
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.contains("/blobs/uploads/")) {
        upload(exchange, path, body);
      } else if (path.contains("/blobs/")) {
        give(exchange, blobs.get(path.substring(path.lastIndexOf('/') + 1)));
      } else if (path.endsWith("/tags/list")) {
        give(exchange, "{\"tags\":[\"1.0\"]}".getBytes(UTF_8));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        manifests.put(path, body);
        exchange.sendResponseHeaders(201, -1);
      } else {
        give(exchange, manifests.get(path));
      }
    }
  }

  private void upload(HttpExchange exchange, String path, byte[] body) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String session = path.substring(path.lastIndexOf('/') + 1);
    ByteArrayOutputStream upload =
        uploads.computeIfAbsent(session, id -> new ByteArrayOutputStream());
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        if (query.startsWith("digest=")) {
          blobs.put(query.substring("digest=".length()), body);
        }
        String id = UUID.randomUUID().toString();
        exchange.getResponseHeaders().set("Location", path + id);
        exchange.sendResponseHeaders(query.equals("null") ? 202 : 201, -1);
      }
      case "PATCH" -> {
        upload.writeBytes(body);
        exchange.getResponseHeaders().set("Location", path);
        exchange.sendResponseHeaders(202, -1);
      }
      default -> {
        upload.writeBytes(body);
        blobs.put(query.substring("digest=".length()), upload.toByteArray());
        exchange.sendResponseHeaders(201, -1);
      }
    }
  }

  private static void give(HttpExchange exchange, byte @Nullable [] body) throws IOException {
    if (body == null) {
      exchange.sendResponseHeaders(404, -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}

package dev.vouch.local.signature;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One HTTP request as it was received, before anything is decoded. */
public final class ReceivedRequest {
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /** Header names are kept in lower case; path and query stay percent-encoded. */
  public ReceivedRequest(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = new TreeMap<>();
    headers.forEach((name, values) ->
        this.headers
            .computeIfAbsent(name.toLowerCase(Locale.ROOT), k -> new ArrayList<>())
            .addAll(values));
    this.body = body.clone();
  }

  /** Reads the request, or nothing when its body is longer than {@code limit} bytes. */
  public static Optional<ReceivedRequest> read(HttpExchange exchange, int limit)
      throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
    if (body.length > limit) {
      return Optional.empty();
    }
    String query = exchange.getRequestURI().getRawQuery();
    return Optional.of(
        new ReceivedRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            query == null ? "" : query,
            exchange.getRequestHeaders(),
            body));
  }

  /** The method in upper case. */
  public String method() {
    return method;
  }

  /** The path as sent. */
  public String path() {
    return path;
  }

  /** The query as sent, without the question mark; empty when there is none. */
  public String query() {
    return query;
  }

  /** All headers, names in lower case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** A copy of the body. */
  public byte[] body() {
    return body.clone();
  }
}

package dev.vouch.local.securitykey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The browser's requests: no redirect is followed unseen, and POSTs name the page's origin. */
final class WebClient {
  private static final int TIMEOUT_MILLIS = 10_000;

  static {
    // HttpURLConnection drops the Origin header and repeats a failed POST unless told otherwise.
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    System.setProperty("sun.net.http.retryPost", "false");
  }

  record Reply(int status, @Nullable String location, String body) {}

  Reply get(URI url) throws IOException {
    return read(connect(url));
  }

  Reply postJson(URI url, String origin, JsonObject body) throws IOException {
    HttpURLConnection connection = connect(url);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Origin", origin);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.text().getBytes(StandardCharsets.UTF_8));
    }
    return read(connection);
  }

  private static HttpURLConnection connect(URI url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }

  private static Reply read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Reply(status, connection.getHeaderField("Location"), body);
    }
  }
}

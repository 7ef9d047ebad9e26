package dev.vouch.local.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The canonical form of a request that a signature covers.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
final class CanonicalRequest {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private CanonicalRequest() {}

  static String of(ReceivedRequest request, List<String> signedHeaders) {
    StringBuilder text = new StringBuilder(request.method()).append('\n');
    text.append(path(request.path())).append('\n').append(query(request.query())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(values(request.headers(), name)).append('\n');
    }
    return text.append('\n')
        .append(String.join(";", signedHeaders))
        .append('\n')
        .append(sha256(request.body()))
        .toString();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each segment is encoded once more than it was sent, as for every service but S3. */
  private static String path(String sent) {
    StringBuilder encoded = new StringBuilder();
    for (String segment : sent.split("/", -1)) {
      encoded.append(encoded.isEmpty() && segment.isEmpty() ? "" : encode(segment)).append('/');
    }
    encoded.setLength(Math.max(1, encoded.length() - 1));
    return encoded.toString();
  }

  private static String query(String sent) {
    if (sent.isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    for (String pair : sent.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      // NUL sorts a name before a longer one that starts with it, as sorting by name does
      pairs.add(encode(decode(name)) + '\0' + encode(decode(value)));
    }
    Collections.sort(pairs);
    return String.join("&", pairs).replace('\0', '=');
  }

  private static String values(Map<String, List<String>> headers, String name) {
    List<String> trimmed = new ArrayList<>();
    for (String value : headers.getOrDefault(name, List.of())) {
      trimmed.add(value.strip().replaceAll(" +", " "));
    }
    return String.join(",", trimmed);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      if (UNRESERVED.indexOf((char) b) >= 0) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }
}

package dev.vouch.core.deployment;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the world reaches this deployment. It is the issuer (RFC 8414) and the origin, and its host
 * is the WebAuthn relying party id; {@code htu}, links and redirects are computed from it and never
 * from a request.
 *
 * @param value the URL without a trailing slash
 * @param rpId its host
 */
public record PublicBaseUrl(String value, String rpId) {
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

  /**
   * A public deployment: {@code https://host} and nothing else, since AWS STS reaches the issuer
   * only so. Empty for any other form.
   */
  public static Optional<PublicBaseUrl> https(String url) {
    if (!url.startsWith("https://") || url.length() > 200) {
      return Optional.empty();
    }
    String host = url.substring("https://".length());
    return HOST.matcher(host).matches()
        ? Optional.of(new PublicBaseUrl(url, host))
        : Optional.empty();
  }

  /** A stack on this machine, for development. A browser treats it as a secure context. */
  public static PublicBaseUrl loopback(int port) {
    return new PublicBaseUrl("http://localhost:" + port, "localhost");
  }

  /** The WebAuthn origin. */
  public String origin() {
    return value;
  }

  /** The issuer identifier. */
  public String issuer() {
    return value;
  }

  /**
   * @param path starts with a slash
   */
  public String resolve(String path) {
    return value + path;
  }
}

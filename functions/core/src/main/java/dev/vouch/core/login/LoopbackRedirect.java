package dev.vouch.core.login;

import java.util.List;

/**
 * Where a code may go: a port of the client's own machine, by literal address and never by name
 * (RFC 8252 §7.3 and §8.3).
 */
final class LoopbackRedirect {
  private static final List<String> HOSTS = List.of("http://127.0.0.1:", "http://[::1]:");
  private static final String PATH = "/callback";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DIGITS = 5;

  private LoopbackRedirect() {}

  static boolean accepts(String uri) {
    return HOSTS.stream()
        .anyMatch(host ->
            uri.startsWith(host)
                && uri.endsWith(PATH)
                && uri.length() > host.length() + PATH.length()
                && isPort(uri.substring(host.length(), uri.length() - PATH.length())));
  }

  private static boolean isPort(String text) {
    return text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && text.charAt(0) != '0'
        && Integer.parseInt(text) <= MAX_PORT;
  }
}

package dev.vouch.pages;

import dev.vouch.adapters.lambda.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a browser may do with a page. Nothing is loaded from elsewhere, nothing runs inline, nobody
 * frames it, no address leaks to the next site, and of the powerful features only WebAuthn is on.
 */
final class PageHeaders {
  private static final Map<String, String> ALL = all();

  private PageHeaders() {}

  static Response on(Response response) {
    Response dressed = response;
    for (Map.Entry<String, String> header : ALL.entrySet()) {
      dressed = dressed.with(header.getKey(), header.getValue());
    }
    return dressed;
  }

  private static Map<String, String> all() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    // browsers ignore it over plain http, so the local stack needs no other value
    headers.put("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(
        "Permissions-Policy",
        "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), "
            + "display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()");
    return headers;
  }
}

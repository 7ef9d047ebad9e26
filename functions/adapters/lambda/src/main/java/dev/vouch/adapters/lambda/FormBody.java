package dev.vouch.adapters.lambda;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Form fields (RFC 6749 appendix B), each at most once. */
final class FormBody {
  private FormBody() {}

  static Map<String, String> parse(String body) throws InvalidRequest {
    Map<String, String> fields = new LinkedHashMap<>();
    if (body.isEmpty()) {
      return fields;
    }
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (fields.put(name, value) != null) {
        throw Request.refused(
            400, "duplicate_parameter", "The parameter " + name + " occurs more than once.");
      }
    }
    return fields;
  }

  private static String decode(String text) throws InvalidRequest {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Request.refused(400, "not_a_form", "The body is not a form.");
    }
  }
}

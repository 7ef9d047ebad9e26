package dev.vouch.local.signature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of {@code AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/SERVICE/aws4_request,
 * SignedHeaders=a;b, Signature=hex}.
 */
record AuthorizationHeader(
    String keyId,
    String day,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /** The parts, or nothing when one is missing or malformed. */
  static Optional<AuthorizationHeader> parse(String header) {
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0
          || parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
              != null) {
        return Optional.empty();
      }
    }
    String[] scope = parts.getOrDefault("Credential", "").split("/", -1);
    String signed = parts.getOrDefault("SignedHeaders", "");
    String signature = parts.getOrDefault("Signature", "");
    if (scope.length != 5
        || !scope[4].equals("aws4_request")
        || signed.isEmpty()
        || signature.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AuthorizationHeader(
            scope[0], scope[1], scope[2], scope[3], List.of(signed.split(";", -1)), signature));
  }

  String scope() {
    return day + "/" + region + "/" + service + "/aws4_request";
  }
}

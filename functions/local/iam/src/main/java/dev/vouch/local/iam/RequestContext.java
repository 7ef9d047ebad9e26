package dev.vouch.local.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as IAM sees it. The names of context keys are not case-sensitive, their values are. A
 * key that the request does not carry is left out of the map, never given without values.
 *
 * @param action for example {@code ecr:BatchGetImage}
 * @param resource an ARN, or {@code *} for an action that has no resource
 */
public record RequestContext(
    String action, String resource, Optional<Principal> principal, Map<String, List<String>> keys) {

  public RequestContext {
    Map<String, List<String>> folded = new HashMap<>();
    keys.forEach((name, values) -> {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("context key without a value: " + name);
      }
      if (folded.put(fold(name), List.copyOf(values)) != null) {
        throw new IllegalArgumentException("context key given twice: " + name);
      }
    });
    keys = Map.copyOf(folded);
  }

  public static RequestContext of(String action, String resource, Map<String, List<String>> keys) {
    return new RequestContext(action, resource, Optional.empty(), keys);
  }

  /** The values of a key; none when the request does not carry it. */
  List<String> values(String key) {
    return keys.getOrDefault(fold(key), List.of());
  }

  static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}

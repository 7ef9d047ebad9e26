package dev.vouch.core.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A small valid document and changes to it. */
final class Documents {
  static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  private Documents() {}

  /** One registry, grant {@code pulls}, grant {@code pushes}, denial {@code secrets}. */
  static Map<String, Object> good() {
    Map<String, Object> registry =
        members(
            "host",
            HOST,
            "provider",
            "ecr",
            "role",
            "arn:aws:iam::123456789012:role/vouch-registry");
    Map<String, Object> pulls =
        members(
            "name",
            "pulls",
            "owner",
            "platform@example.com",
            "to",
            members("groups", List.of("platform")),
            "registry",
            HOST,
            "repositories",
            List.of("team-a/**"),
            "actions",
            List.of("pull"),
            "lifetime",
            "1h");
    Map<String, Object> pushes =
        members(
            "name",
            "pushes",
            "to",
            members("users", List.of("ann@example.com")),
            "registry",
            HOST,
            "repositories",
            List.of("team-a/service", "team-b"),
            "actions",
            List.of("pull", "push"),
            "lifetime",
            "5m");
    Map<String, Object> secrets =
        members(
            "name",
            "secrets",
            "owner",
            "security@example.com",
            "to",
            "everyone",
            "registry",
            "*",
            "repositories",
            List.of("team-a/secret/**"),
            "actions",
            List.of("pull", "push"));
    return members(
        "registries",
        List.of(registry),
        "grants",
        List.of(pulls, pushes),
        "denials",
        List.of(secrets));
  }

  static Policy policy(Map<String, Object> document) {
    return switch (PolicyReader.read(Node.of(document))) {
      case PolicyReading.Valid(Policy policy) -> policy;
      case PolicyReading.Invalid(List<Problem> problems) ->
          throw new AssertionError("not valid: " + problems);
    };
  }

  static List<Problem> problems(Map<String, Object> document) {
    return problems(Node.of(document));
  }

  static List<Problem> problems(Node document) {
    return switch (PolicyReader.read(document)) {
      case PolicyReading.Valid valid -> List.of();
      case PolicyReading.Invalid(List<Problem> problems) -> problems;
    };
  }

  /** The good document after a change to the entry at a place of one of its lists. */
  static Map<String, Object> changed(String list, int place, Consumer<Map<String, Object>> change) {
    Map<String, Object> document = good();
    change.accept(entry(document, list, place));
    return document;
  }

  @SuppressWarnings("unchecked") // made so above
  static Map<String, Object> entry(Map<String, Object> document, String list, int place) {
    return ((List<Map<String, Object>>) Objects.requireNonNull(document.get(list))).get(place);
  }

  static Map<String, Object> members(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }
}

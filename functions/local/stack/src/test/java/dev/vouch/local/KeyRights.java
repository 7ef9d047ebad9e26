package dev.vouch.local;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.aws.FunctionRoles;
import dev.vouch.local.aws.FunctionRoles.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one KMS key's own policy lets functions do with it; each right can be taken away. */
final class KeyRights {
  private final String key;
  private final List<Map<String, Object>> statements = new ArrayList<>();

  /** One action of one function. */
  record KeyRight(String key, String function, String action) {
    /** Whether it lets this be done. */
    boolean covers(Need need) {
      return need.function().equals(function)
          && need.action().equals(action)
          && need.resource().equals(key);
    }
  }

  /**
   * Reads a policy.
   *
   * @param key the key's ARN
   * @param policy in JSON
   */
  KeyRights(String key, String policy) {
    this.key = key;
    try {
      Object all = Objects.requireNonNull(JSON.std.mapFrom(policy).get("Statement"));
      for (Object each : (List<?>) all) {
        Map<String, Object> members = new LinkedHashMap<>();
        ((Map<?, ?>) each).forEach((name, value) -> members.put(String.valueOf(name), value));
        statements.add(members);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this function may do. */
  List<KeyRight> of(String function) {
    return statements.stream()
        .filter(statement -> isFor(statement, function))
        .flatMap(statement -> actions(statement).stream())
        .map(action -> new KeyRight(key, function, action))
        .toList();
  }

  /** The policy without one of them. */
  String without(KeyRight right) {
    List<Map<String, Object>> left = new ArrayList<>();
    for (Map<String, Object> statement : statements) {
      Map<String, Object> members = new LinkedHashMap<>(statement);
      if (isFor(statement, right.function())) {
        List<String> actions = new ArrayList<>(actions(statement));
        actions.remove(right.action());
        members.put("Action", actions);
      }
      if (!List.of().equals(members.get("Action"))) {
        left.add(members);
      }
    }
    return Web.json(Map.of("Version", "2012-10-17", "Statement", left));
  }

  private static boolean isFor(Map<String, Object> statement, String function) {
    String role = FunctionRoles.arn(Deployment.ACCOUNT, function);
    return Map.of("AWS", role).equals(statement.get("Principal"));
  }

  private static List<String> actions(Map<String, Object> statement) {
    return statement.get("Action") instanceof List<?> many
        ? many.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(statement.get("Action")));
  }
}

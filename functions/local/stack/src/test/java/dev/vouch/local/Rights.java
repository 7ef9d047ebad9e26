package dev.vouch.local;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.aws.FunctionRoles.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function's policy as the single rights that it is made of, each of which can be taken away. */
final class Rights {
  private static final String OPERATOR = "ForAllValues:StringLike";
  private static final String KEYS = "dynamodb:LeadingKeys";

  private final List<Statement> statements;

  /**
   * An Allow.
   *
   * @param keys patterns of partition keys; none where any will do
   */
  private record Statement(List<String> actions, List<String> resources, List<String> keys) {
    /** What is left of it without one right. */
    List<Statement> without(Right right) {
      List<Statement> left = new ArrayList<>();
      left.add(new Statement(less(actions, right.action()), resources, keys));
      left.add(new Statement(List.of(right.action()), less(resources, right.resource()), keys));
      if (!right.key().isEmpty()) {
        List<String> others = less(keys, right.key());
        if (!others.isEmpty()) {
          left.add(new Statement(List.of(right.action()), List.of(right.resource()), others));
        }
      }
      left.removeIf(each -> each.actions().isEmpty() || each.resources().isEmpty());
      return left;
    }

    Map<String, Object> members() {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("Effect", "Allow");
      members.put("Action", actions);
      members.put("Resource", resources);
      if (!keys.isEmpty()) {
        members.put("Condition", Map.of(OPERATOR, Map.of(KEYS, keys)));
      }
      return members;
    }

    private static List<String> less(List<String> all, String one) {
      return all.stream().filter(each -> !each.equals(one)).toList();
    }
  }

  /**
   * One action on one resource, for one pattern of partition keys.
   *
   * @param statement its place in the policy
   * @param key empty where any key will do
   */
  record Right(String function, int statement, String action, String resource, String key) {
    /** Whether it lets this be done. */
    boolean covers(Need need) {
      return need.function().equals(function)
          && need.action().equals(action)
          && need.resource().equals(resource)
          && need.keys().stream().allMatch(this::matches);
    }

    private boolean matches(String partition) {
      return key.isEmpty()
          || (key.endsWith("*")
              ? partition.startsWith(key.substring(0, key.length() - 1))
              : partition.equals(key));
    }

    @Override
    public String toString() {
      String place = resource.substring(resource.lastIndexOf(':') + 1);
      return function + " without " + action + " on " + place + (key.isEmpty() ? "" : " " + key);
    }
  }

  /**
   * Reads a policy.
   *
   * @param policy a document of Allow statements in JSON
   */
  Rights(String policy) {
    try {
      Object all = Objects.requireNonNull(JSON.std.mapFrom(policy).get("Statement"));
      statements = list(all).stream().map(each -> statement((Map<?, ?>) each)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Statement statement(Map<?, ?> members) {
    if (!"Allow".equals(members.get("Effect"))) {
      throw new IllegalArgumentException("not an Allow: " + members);
    }
    Map<?, ?> condition = map(members.get("Condition"));
    if (!condition.isEmpty()
        && !map(condition.get(OPERATOR)).keySet().equals(java.util.Set.of(KEYS))) {
      throw new IllegalArgumentException("another condition: " + condition);
    }
    return new Statement(
        texts(members.get("Action")),
        texts(members.get("Resource")),
        texts(map(condition.get(OPERATOR)).get(KEYS)));
  }

  /** All of them, by this function. */
  List<Right> of(String function) {
    List<Right> rights = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      for (String action : statement.actions()) {
        for (String resource : statement.resources()) {
          for (String key : statement.keys().isEmpty() ? List.of("") : statement.keys()) {
            rights.add(new Right(function, i, action, resource, key));
          }
        }
      }
    }
    return rights;
  }

  /** The policy without one of them. */
  String without(Right right) {
    List<Map<String, Object>> left = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      List<Statement> parts =
          i == right.statement() ? statements.get(i).without(right) : List.of(statements.get(i));
      parts.forEach(part -> left.add(part.members()));
    }
    return Web.json(Map.of("Version", "2012-10-17", "Statement", left));
  }

  private static List<String> texts(@Nullable Object value) {
    return list(value).stream().map(String::valueOf).toList();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }
}

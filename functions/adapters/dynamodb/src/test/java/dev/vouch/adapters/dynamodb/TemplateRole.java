package dev.vouch.adapters.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the template lets a function do with the tables. */
final class TemplateRole {
  private static final String ACTION = "dynamodb:";

  private final List<Statement> statements = new ArrayList<>();

  /**
   * One Allow.
   *
   * @param resources logical ids of tables, such as {@code AuditTable} or {@code
   *     AuditTable/index/by_day}
   * @param keys prefixes of partition keys, or none where any will do
   */
  private record Statement(Set<String> actions, Set<String> resources, List<String> keys) {
    boolean allows(String action, String resource, List<String> partitions) {
      return actions.contains(action)
          && resources.contains(resource)
          && partitions.stream().allMatch(this::allows);
    }

    private boolean allows(String partition) {
      return keys.isEmpty() || keys.stream().anyMatch(key -> matches(key, partition));
    }

    private static boolean matches(String pattern, String partition) {
      return pattern.endsWith("*")
          ? partition.startsWith(pattern.substring(0, pattern.length() - 1))
          : partition.equals(pattern);
    }
  }

  /**
   * Reads the role of one function.
   *
   * @param logicalId the function's name in the template, such as {@code VendAws}
   */
  TemplateRole(String logicalId) {
    Map<?, ?> role = map(map(template().get("Resources")).get(logicalId + "Role"));
    for (Object policy : list(map(role.get("Properties")).get("Policies"))) {
      for (Object statement : list(map(map(policy).get("PolicyDocument")).get("Statement"))) {
        read(map(statement));
      }
    }
    if (statements.isEmpty()) {
      throw new IllegalArgumentException(logicalId + " has no right to any table");
    }
  }

  /**
   * Whether a call is allowed.
   *
   * @param action such as {@code GetItem}
   * @param resource a table's logical id, with {@code /index/NAME} for an index
   * @param partitions the partition keys that the call names; none for a scan
   */
  boolean allows(String action, String resource, List<String> partitions) {
    return statements.stream().anyMatch(each -> each.allows(action, resource, partitions));
  }

  private void read(Map<?, ?> statement) {
    List<String> actions =
        list(statement.get("Action")).stream()
            .map(String::valueOf)
            .filter(action -> action.startsWith(ACTION))
            .map(action -> action.substring(ACTION.length()))
            .toList();
    if (!"Allow".equals(statement.get("Effect")) || actions.isEmpty()) {
      return;
    }
    List<String> resources =
        list(statement.get("Resource")).stream().map(TemplateRole::resource).toList();
    Map<?, ?> condition = map(statement.get("Condition"));
    List<String> keys =
        list(map(condition.get("ForAllValues:StringLike")).get("dynamodb:LeadingKeys")).stream()
            .map(String::valueOf)
            .toList();
    statements.add(new Statement(Set.copyOf(actions), Set.copyOf(resources), keys));
  }

  private static String resource(Object resource) {
    Map<?, ?> function = map(resource);
    return function.get("Fn::Sub") instanceof String sub
        ? sub.replace("${", "").replace(".Arn}", "")
        : String.valueOf(list(function.get("Fn::GetAtt")).getFirst());
  }

  private static Map<?, ?> template() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("template.yaml"))) {
        return read(at.resolve("template.yaml"));
      }
    }
    throw new IllegalStateException("no template.yaml above the working folder");
  }

  private static Map<?, ?> read(Path file) {
    try {
      return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** CloudFormation takes one value for a list of one. */
  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }
}

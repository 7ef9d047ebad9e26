package dev.vouch.core.policy;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored form of a policy: canonical JSON in the same language, defaults written out. It is
 * read back by {@link PolicyReader}, so a stored policy is checked like a new one.
 */
public final class PolicyJson {
  private PolicyJson() {}

  /** The same policy gives the same bytes. */
  public static byte[] write(Policy policy) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("registries", policy.registries().stream().map(PolicyJson::registry).toList());
    if (!policy.grants().isEmpty()) {
      document.put("grants", policy.grants().stream().map(PolicyJson::grant).toList());
    }
    if (!policy.denials().isEmpty()) {
      document.put("denials", policy.denials().stream().map(PolicyJson::denial).toList());
    }
    return Json.write(document);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the bytes are anything else; that is a fault
   */
  public static Policy read(byte[] stored) {
    try {
      return switch (PolicyReader.read(Node.of(Json.parse(stored).toMap()))) {
        case PolicyReading.Valid(Policy policy) -> policy;
        case PolicyReading.Invalid(List<Problem> problems) ->
            throw new IllegalArgumentException("stored policy: " + problems.getFirst());
      };
    } catch (InvalidJson e) {
      throw new IllegalArgumentException("stored policy is no JSON", e);
    }
  }

  private static Map<String, Object> registry(Registry registry) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("host", registry.host().text());
    members.put("provider", registry.provider());
    members.put("role", registry.role());
    members.put("anonymous", registry.anonymous().word());
    return members;
  }

  private static Map<String, Object> grant(Grant grant) {
    Map<String, Object> members = rule(grant, grant.registry());
    members.put("lifetime", grant.lifetime().text());
    return members;
  }

  private static Map<String, Object> denial(Denial denial) {
    return rule(denial, denial.registry().orElse(RuleReader.EVERY_REGISTRY));
  }

  private static Map<String, Object> rule(Rule rule, String registry) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", rule.name());
    rule.owner().ifPresent(owner -> members.put("owner", owner));
    members.put("to", to(rule.to()));
    members.put("registry", registry);
    members.put("repositories", rule.repositories().stream().map(RepositoryPattern::text).toList());
    members.put("actions", rule.actions().stream().sorted().map(Action::word).toList());
    return members;
  }

  private static Object to(Subjects subjects) {
    return switch (subjects) {
      case Subjects.Everyone() -> "everyone";
      case Subjects.Members(List<String> groups, List<UserId> users) -> {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!groups.isEmpty()) {
          members.put("groups", groups);
        }
        if (!users.isEmpty()) {
          members.put("users", users.stream().map(UserId::value).toList());
        }
        yield members;
      }
    };
  }
}

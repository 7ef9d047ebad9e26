package dev.vouch.core.policy;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Policies, people and repositories drawn from a seed. The names are few and alike, so that rules
 * meet: {@code aa} is a path, a repository, and the beginning of {@code aa-b}.
 */
public final class RandomPolicies {
  public static final List<String> HOSTS =
      List.of(
          "123456789012.dkr.ecr.us-east-1.amazonaws.com",
          "210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn",
          "123456789012.dkr-ecr-fips.us-gov-west-1.on.aws");
  private static final List<String> PARTITIONS = List.of("aws", "aws-cn", "aws-us-gov");
  private static final List<String> PARTS = List.of("aa", "ab", "aa-b");
  private static final List<String> GROUPS = List.of("platform", "release", "ops");
  private static final List<String> USERS = List.of("ann@example.com", "bob@example.com");
  private static final List<String> LIFETIMES = List.of("5s", "90s", "15m", "1h", "12h");

  private final Random random;

  public RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  /** A valid document as a tree of maps and lists. */
  public Map<String, Object> document() {
    List<Object> registries = new ArrayList<>();
    int count = 1 + random.nextInt(HOSTS.size());
    for (int i = 0; i < count; i++) {
      String role =
          "arn:%s:iam::%s:role/vouch".formatted(PARTITIONS.get(i), HOSTS.get(i).substring(0, 12));
      registries.add(Map.of("host", HOSTS.get(i), "provider", "ecr", "role", role));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("registries", registries);
    document.put("grants", rules("grant", 1 + random.nextInt(6), count, true));
    document.put("denials", rules("denial", 1 + random.nextInt(4), count, false));
    return document;
  }

  public Policy policy() {
    if (PolicyReader.read(Node.of(document())) instanceof PolicyReading.Valid(Policy policy)) {
      return policy;
    }
    throw new IllegalStateException("the generator makes valid documents");
  }

  public Subject subject() {
    Set<String> groups =
        GROUPS.stream().filter(group -> random.nextInt(3) == 0).collect(Collectors.toSet());
    return new Subject(UserId.parse(pick(USERS)).orElseThrow(), groups);
  }

  public RepositoryName repository() {
    return RepositoryName.parse(path(3)).orElseThrow();
  }

  /** In half of the cases none. */
  public Optional<Selection> selection() {
    if (random.nextBoolean()) {
      return Optional.empty();
    }
    List<RepositoryPattern> patterns =
        repositories().stream().flatMap(text -> RepositoryPattern.parse(text).stream()).toList();
    Set<Action> actions = random.nextBoolean() ? Set.of(Action.PULL) : Set.of(Action.values());
    return Optional.of(new Selection(patterns, actions));
  }

  public int nextInt(int bound) {
    return random.nextInt(bound);
  }

  private List<Object> rules(String name, int count, int registries, boolean grants) {
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("name", name + i);
      rule.put("to", to());
      boolean everywhere = !grants && random.nextInt(3) == 0;
      rule.put("registry", everywhere ? "*" : HOSTS.get(random.nextInt(registries)));
      rule.put("repositories", repositories());
      rule.put("actions", actions(grants));
      if (grants && random.nextBoolean()) {
        rule.put("lifetime", pick(LIFETIMES));
      }
      rules.add(rule);
    }
    return rules;
  }

  private Object to() {
    return switch (random.nextInt(4)) {
      case 0 -> "everyone";
      case 1 -> Map.of("users", List.of(pick(USERS)));
      case 2 -> Map.of("groups", List.of(pick(GROUPS)));
      default -> Map.of("groups", List.of(pick(GROUPS)), "users", List.of(pick(USERS)));
    };
  }

  private List<String> repositories() {
    Set<String> repositories = new TreeSet<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      repositories.add(random.nextBoolean() ? path(2) + "/**" : path(3));
    }
    return List.copyOf(repositories);
  }

  private List<String> actions(boolean grants) {
    if (!grants && random.nextInt(3) == 0) {
      return List.of("push");
    }
    return random.nextBoolean() ? List.of("pull") : List.of("pull", "push");
  }

  private String path(int most) {
    List<String> parts = new ArrayList<>();
    int depth = 1 + random.nextInt(most);
    for (int i = 0; i < depth; i++) {
      parts.add(pick(PARTS));
    }
    return String.join("/", parts);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}

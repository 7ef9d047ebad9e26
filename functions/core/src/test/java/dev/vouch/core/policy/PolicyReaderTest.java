package dev.vouch.core.policy;

import static dev.vouch.core.policy.Documents.changed;
import static dev.vouch.core.policy.Documents.good;
import static dev.vouch.core.policy.Documents.members;
import static dev.vouch.core.policy.Documents.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.core.policy.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refusal is one change to a document that is read. */
final class PolicyReaderTest {

  @Test
  void readsEveryPartOfADocument() {
    Policy policy = Documents.policy(good());
    Registry registry = policy.registries().getFirst();
    assertThat(registry.host().text()).isEqualTo(Documents.HOST);
    assertThat(registry.provider()).isEqualTo("ecr");
    assertThat(registry.anonymous()).isEqualTo(Registry.Anonymous.DENY);
    Grant pulls = policy.grants().getFirst();
    assertThat(pulls.name()).isEqualTo("pulls");
    assertThat(pulls.owner()).contains("platform@example.com");
    assertThat(pulls.to()).isEqualTo(new Subjects.Members(List.of("platform"), List.of()));
    assertThat(pulls.actions()).containsExactly(Action.PULL);
    assertThat(pulls.lifetime().duration()).isEqualTo(Duration.ofHours(1));
    Denial secrets = policy.denials().getFirst();
    assertThat(secrets.to()).isEqualTo(new Subjects.Everyone());
    assertThat(secrets.registry()).isEmpty();
  }

  @Test
  void leavesOutWhatHasADefault() {
    Map<String, Object> document = changed("grants", 0, grant -> grant.remove("lifetime"));
    assertThat(Documents.policy(document).grants().getFirst().lifetime().duration())
        .isEqualTo(Duration.ofHours(1));
    document.remove("grants");
    document.remove("denials");
    assertThat(Documents.policy(document).grants()).isEmpty();
    Map<String, Object> open = changed("registries", 0, r -> r.put("anonymous", "allow"));
    assertThat(Documents.policy(open).registries().getFirst().anonymous())
        .isEqualTo(Registry.Anonymous.ALLOW);
  }

  static Stream<Arguments> changes() {
    String host = Documents.HOST;
    return Stream.of(
        change("registries", 0, "host", "ghcr.io", "registries[0].host", Code.WRONG_HOST),
        change("registries", 0, "host", host + ".", "registries[0].host", Code.WRONG_HOST),
        change("registries", 0, "host", 7, "registries[0].host", Code.WRONG_TYPE),
        change("registries", 0, "host", REMOVED, "registries[0].host", Code.MISSING_MEMBER),
        provider("ecr-public", Code.PROVIDER_NOT_SUPPORTED),
        provider("github", Code.PROVIDER_NOT_SUPPORTED),
        provider("registry", Code.PROVIDER_NOT_SUPPORTED),
        provider("ECR", Code.UNKNOWN_PROVIDER),
        provider(REMOVED, Code.MISSING_MEMBER),
        role("arn:aws:iam::210987654321:role/vouch", Code.ROLE_OF_ANOTHER_ACCOUNT),
        role("arn:aws-cn:iam::123456789012:role/vouch", Code.ROLE_OF_ANOTHER_ACCOUNT),
        role("arn:aws:iam::123456789012:user/vouch", Code.WRONG_ROLE),
        role("arn:aws:iam::123456789012:role/", Code.WRONG_ROLE),
        role("arn:aws:iam::123456789012:role//vouch", Code.WRONG_ROLE),
        role("arn:aws:iam::123456789012:role/vouch:x", Code.WRONG_ROLE),
        role("arn:aws:iam::123456789012:role/a b", Code.WRONG_ROLE),
        role("arn:aws:iam:us-east-1:123456789012:role/vouch", Code.WRONG_ROLE),
        role("arn:aws:sts::123456789012:role/vouch", Code.WRONG_ROLE),
        role("arn:aws:iam::123456789012:role/" + "r".repeat(65), Code.WRONG_ROLE),
        role("vouch", Code.WRONG_ROLE),
        role(REMOVED, Code.MISSING_MEMBER),
        change(
            "registries", 0, "anonymous", "yes", "registries[0].anonymous", Code.WRONG_ANONYMOUS),
        change("registries", 0, "anonymous", true, "registries[0].anonymous", Code.WRONG_TYPE),
        change("registries", 0, "region", "x", "registries[0].region", Code.UNKNOWN_MEMBER),
        grant("name", REMOVED, Code.MISSING_MEMBER),
        grant("name", "", Code.WRONG_NAME),
        grant("name", "-pulls", Code.WRONG_NAME),
        grant("name", "pulls all", Code.WRONG_NAME),
        grant("name", 7, Code.WRONG_TYPE),
        grant("name", "secrets", Code.DUPLICATE_NAME, "denials[0].name"),
        grant("name", "pushes", Code.DUPLICATE_NAME, "grants[1].name"),
        grant("owner", "platform", Code.WRONG_OWNER),
        grant("owner", "@example.com", Code.WRONG_OWNER),
        grant("owner", "a@example", Code.WRONG_OWNER),
        grant("owner", "a b@example.com", Code.WRONG_OWNER),
        grant("owner", "a@example..com", Code.WRONG_OWNER),
        grant("owner", "a@-example.com", Code.WRONG_OWNER),
        grant("owner", "a@b@example.com", Code.WRONG_OWNER),
        grant("owner", ".a@example.com", Code.WRONG_OWNER),
        grant("owner", List.of("a@example.com"), Code.WRONG_TYPE),
        grant("to", REMOVED, Code.MISSING_MEMBER),
        grant("to", "all", Code.WRONG_SUBJECTS),
        grant("to", List.of("everyone"), Code.WRONG_SUBJECTS),
        grant("to", Map.of(), Code.WRONG_SUBJECTS),
        grant("to", Map.of("groups", List.of()), Code.EMPTY_LIST, "grants[0].to.groups"),
        grant("to", Map.of("groups", "a"), Code.WRONG_TYPE, "grants[0].to.groups"),
        grant("to", Map.of("groups", List.of("A")), Code.WRONG_GROUP, "grants[0].to.groups[0]"),
        grant("to", Map.of("groups", List.of("*")), Code.WRONG_GROUP, "grants[0].to.groups[0]"),
        grant(
            "to",
            Map.of("groups", List.of("a", "a")),
            Code.DUPLICATE_VALUE,
            "grants[0].to.groups[1]"),
        grant(
            "to",
            Map.of("users", List.of("Ann@example.com")),
            Code.WRONG_USER,
            "grants[0].to.users[0]"),
        grant("to", Map.of("users", List.of("ann")), Code.WRONG_USER, "grants[0].to.users[0]"),
        grant("to", Map.of("roles", List.of("a")), Code.UNKNOWN_MEMBER, "grants[0].to.roles"),
        grant("registry", REMOVED, Code.MISSING_MEMBER),
        grant("registry", "*", Code.UNKNOWN_REGISTRY),
        grant("registry", host.replace("us-east-1", "us-east-2"), Code.UNKNOWN_REGISTRY),
        grant("repositories", REMOVED, Code.MISSING_MEMBER),
        grant("repositories", List.of(), Code.EMPTY_LIST),
        grant("repositories", "team-a/**", Code.WRONG_TYPE),
        grant("repositories", List.of(7), Code.WRONG_TYPE, "grants[0].repositories[0]"),
        grant("repositories", List.of("*"), Code.WRONG_REPOSITORY, "grants[0].repositories[0]"),
        grant("repositories", List.of("a/*"), Code.WRONG_REPOSITORY, "grants[0].repositories[0]"),
        grant("repositories", List.of("**"), Code.WRONG_REPOSITORY, "grants[0].repositories[0]"),
        grant(
            "repositories", List.of("aa", "aa"), Code.DUPLICATE_VALUE, "grants[0].repositories[1]"),
        grant("actions", REMOVED, Code.MISSING_MEMBER),
        grant("actions", List.of(), Code.EMPTY_LIST),
        grant("actions", List.of("delete"), Code.UNKNOWN_ACTION, "grants[0].actions[0]"),
        grant("actions", List.of("PULL"), Code.UNKNOWN_ACTION, "grants[0].actions[0]"),
        grant("actions", List.of("push"), Code.PUSH_WITHOUT_PULL),
        grant("actions", List.of("pull", "pull"), Code.DUPLICATE_VALUE, "grants[0].actions[1]"),
        grant("lifetime", "4s", Code.LIFETIME_TOO_SHORT),
        grant("lifetime", "43201s", Code.LIFETIME_TOO_LONG),
        grant("lifetime", "721m", Code.LIFETIME_TOO_LONG),
        grant("lifetime", "13h", Code.LIFETIME_TOO_LONG),
        grant("lifetime", "999999999h", Code.LIFETIME_TOO_LONG),
        grant("lifetime", "1", Code.WRONG_LIFETIME),
        grant("lifetime", "h", Code.WRONG_LIFETIME),
        grant("lifetime", "", Code.WRONG_LIFETIME),
        grant("lifetime", "01h", Code.WRONG_LIFETIME),
        grant("lifetime", "0h", Code.WRONG_LIFETIME),
        grant("lifetime", "-1h", Code.WRONG_LIFETIME),
        grant("lifetime", "1.5h", Code.WRONG_LIFETIME),
        grant("lifetime", "1d", Code.WRONG_LIFETIME),
        grant("lifetime", "1h30m", Code.WRONG_LIFETIME),
        grant("lifetime", "1H", Code.WRONG_LIFETIME),
        grant("lifetime", "9999999999s", Code.WRONG_LIFETIME),
        grant("lifetime", 3600, Code.WRONG_TYPE),
        grant("when", Map.of("touched_within", "5m"), Code.NOT_SUPPORTED),
        grant("comment", "x", Code.UNKNOWN_MEMBER),
        grant("Name", "x", Code.UNKNOWN_MEMBER),
        change("denials", 0, "when", Map.of(), "denials[0].when", Code.NOT_SUPPORTED),
        change("denials", 0, "lifetime", "1h", "denials[0].lifetime", Code.UNKNOWN_MEMBER),
        change("denials", 0, "registry", "**", "denials[0].registry", Code.UNKNOWN_REGISTRY),
        change("denials", 0, "actions", List.of(), "denials[0].actions", Code.EMPTY_LIST));
  }

  @ParameterizedTest(name = "{0}[{1}].{2}: {3} -> {5}")
  @MethodSource("changes")
  void refusesOneChange(
      String list, int place, String member, Object value, String path, Code code) {
    Map<String, Object> document = document(list, place, member, value);
    List<Problem> first = problems(document);
    assertThat(first).as(first.toString()).isNotEmpty();
    assertThat(first.getFirst().path()).isEqualTo(path);
    assertThat(first.getFirst().code()).isEqualTo(code);
    // what becomes of the rules of a registry whose host is gone is no second fault
    boolean host = member.equals("host");
    assertThat(first.stream().filter(p -> !host || p.code() != Code.UNKNOWN_REGISTRY)).hasSize(1);
  }

  @Test
  void refusesAnotherShapeOfTheWhole() {
    assertThat(only(Node.of(List.of())).code()).isEqualTo(Code.WRONG_TYPE);
    assertThat(only(new Node.Other("nothing", 1)).path()).isEqualTo("policy");
    assertThat(only(Node.of(members("registries", List.of()))).code()).isEqualTo(Code.EMPTY_LIST);
    assertThat(only(Node.of(members())).code()).isEqualTo(Code.MISSING_MEMBER);
    Map<String, Object> version = good();
    version.put("version", "1");
    assertThat(only(Node.of(version)).code()).isEqualTo(Code.UNKNOWN_MEMBER);
    Map<String, Object> text = good();
    text.put("grants", List.of("all"));
    assertThat(only(Node.of(text)).path()).isEqualTo("grants[0]");
  }

  @Test
  void refusesARegistryWrittenTwice() {
    Map<String, Object> document = good();
    Object registry = Documents.entry(document, "registries", 0);
    Map<String, Object> other = new LinkedHashMap<>(Documents.entry(document, "registries", 0));
    other.put("anonymous", "allow");
    document.put("registries", List.of(registry, other));
    assertThat(only(Node.of(document)).code()).isEqualTo(Code.DUPLICATE_REGISTRY);
    assertThat(only(Node.of(document)).path()).isEqualTo("registries[1].host");
  }

  @Test
  void refusesAMemberWrittenTwiceAndNamesItsLine() {
    Node.Mapping grants = (Node.Mapping) Node.of(good());
    List<Node.Member> twice = new ArrayList<>(grants.members());
    twice.add(new Node.Member("grants", Node.of(List.of()), 41));
    Problem problem = only(new Node.Mapping(twice, 1));
    assertThat(problem.code()).isEqualTo(Code.DUPLICATE_MEMBER);
    assertThat(problem.path()).isEqualTo("grants");
    assertThat(problem.line()).isEqualTo(OptionalInt.of(41));
  }

  @Test
  void refusesALineEndAfterAText() {
    for (String member : List.of("name", "owner", "lifetime", "registry")) {
      Map<String, Object> document = good();
      Map<String, Object> grant = Documents.entry(document, "grants", 0);
      grant.put(member, grant.get(member) + "\n");
      assertThat(only(Node.of(document)).path()).isEqualTo("grants[0]." + member);
    }
  }

  @Test
  void reportsEveryProblemAtOnce() {
    Map<String, Object> document = good();
    Documents.entry(document, "registries", 0).put("role", "vouch");
    Documents.entry(document, "grants", 0).put("lifetime", "1s");
    Documents.entry(document, "grants", 0).put("when", Map.of());
    Documents.entry(document, "grants", 1).put("repositories", List.of("*", "Team"));
    Documents.entry(document, "denials", 0).put("owner", "nobody");
    assertThat(problems(document))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "registries[0].role",
            "grants[0].lifetime",
            "grants[0].when",
            "grants[1].repositories[0]",
            "grants[1].repositories[1]",
            "denials[0].owner");
  }

  @ParameterizedTest
  @CsvSource({"5s,5", "6s,6", "1m,60", "720m,43200", "12h,43200", "43199s,43199", "43200s,43200"})
  void readsALifetimeUpToItsBounds(String text, long seconds) {
    Map<String, Object> document = changed("grants", 0, grant -> grant.put("lifetime", text));
    assertThat(Documents.policy(document).grants().getFirst().lifetime().duration())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  static Stream<Arguments> atTheBounds() {
    String domain = "@" + "d".repeat(63) + ".example";
    String owner = "o".repeat(254 - domain.length()) + domain;
    String user = "u".repeat(64 - "@example.com".length()) + "@example.com";
    String role = "arn:aws:iam::123456789012:role/";
    return Stream.of(
        bound("name", "n", true),
        bound("name", "n".repeat(64), true),
        bound("name", "n".repeat(65), false),
        bound("owner", owner, true),
        bound("owner", "o" + owner, false),
        bound("to", Map.of("groups", List.of("g".repeat(64))), true),
        bound("to", Map.of("groups", List.of("g".repeat(65))), false),
        bound("to", Map.of("users", List.of(user)), true),
        bound("to", Map.of("users", List.of("u" + user)), false),
        bound("repositories", List.of("a"), false),
        bound("repositories", List.of("aa"), true),
        bound("repositories", List.of("a".repeat(256)), true),
        bound("repositories", List.of("a".repeat(257)), false),
        bound("repositories", List.of("a/**"), true),
        bound("repositories", List.of("a".repeat(254) + "/**"), true),
        bound("repositories", List.of("a".repeat(255) + "/**"), false),
        bound("repositories", names(1_000), true),
        bound("repositories", names(1_001), false),
        Arguments.of(document("registries", 0, "role", role + "r".repeat(64)), true),
        Arguments.of(document("registries", 0, "role", role + "r".repeat(65)), false),
        Arguments.of(document("registries", 0, "role", role + "a/path/r"), true));
  }

  private static Arguments bound(String member, Object value, boolean valid) {
    return Arguments.of(document("grants", 0, member, value), valid);
  }

  @Test
  void readsListsUpToTheirBounds() {
    assertThat(problems(changed("grants", 0, g -> g.put("repositories", names(1_000))))).isEmpty();
    assertThat(problems(changed("grants", 0, g -> g.put("repositories", names(1_001)))))
        .extracting(Problem::code)
        .containsExactly(Code.TOO_MANY);
    assertThat(problems(withRules("grants", 10_000))).isEmpty();
    assertThat(problems(withRules("grants", 10_001)))
        .extracting(Problem::code)
        .containsExactly(Code.TOO_MANY);
    assertThat(problems(withRules("denials", 1_000))).isEmpty();
    assertThat(problems(withRules("denials", 1_001)))
        .extracting(Problem::code)
        .containsExactly(Code.TOO_MANY);
    assertThat(problems(withRegistries(100))).isEmpty();
    assertThat(problems(withRegistries(101)))
        .extracting(Problem::code)
        .containsExactly(Code.TOO_MANY);
  }

  @Test
  void everyCodeHasAChangeThatBringsIt() {
    Set<Code> shown = new HashSet<>();
    changes().forEach(arguments -> shown.add((Code) arguments.get()[5]));
    // these have a test of their own above
    shown.addAll(Set.of(Code.DUPLICATE_MEMBER, Code.DUPLICATE_REGISTRY, Code.TOO_MANY));
    assertThat(shown).isEqualTo(EnumSet.allOf(Code.class));
    assertThat(Code.NOT_SUPPORTED.word()).isEqualTo("not_supported");
  }

  private static final String REMOVED = "(removed)";

  /** The good document with one member of one entry changed or removed. */
  static Map<String, Object> document(String list, int place, String member, Object value) {
    return changed(
        list,
        place,
        entry -> {
          if (value.equals(REMOVED)) {
            entry.remove(member);
          } else {
            entry.put(member, value);
          }
        });
  }

  private static Arguments provider(Object value, Code code) {
    return change("registries", 0, "provider", value, "registries[0].provider", code);
  }

  private static Arguments role(Object value, Code code) {
    return change("registries", 0, "role", value, "registries[0].role", code);
  }

  private static Arguments grant(String member, Object value, Code code) {
    return grant(member, value, code, "grants[0]." + member);
  }

  private static Arguments grant(String member, Object value, Code code, String path) {
    return change("grants", 0, member, value, path, code);
  }

  private static Arguments change(
      String list, int place, String member, Object value, String path, Code code) {
    return Arguments.of(list, place, member, value, path, code);
  }

  private static Problem only(Node document) {
    List<Problem> problems = problems(document);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "team-a/r" + i).toList();
  }

  private static Map<String, Object> withRules(String list, int count) {
    Map<String, Object> document = good();
    Map<String, Object> rule = Documents.entry(document, list, 0);
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Object> copy = new LinkedHashMap<>(rule);
      copy.put("name", "rule-" + i);
      rules.add(copy);
    }
    document.put(list, rules);
    return document;
  }

  private static Map<String, Object> withRegistries(int count) {
    Map<String, Object> document = good();
    List<Object> registries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String account = String.valueOf(123456789012L + i);
      registries.add(
          members(
              "host",
              Documents.HOST.replace("123456789012", account),
              "provider",
              "ecr",
              "role",
              "arn:aws:iam::" + account + ":role/vouch"));
    }
    document.put("registries", registries);
    if (count > 100) {
      // the list is not read, its hosts are known all the same
      document.remove("denials");
    }
    return document;
  }
}

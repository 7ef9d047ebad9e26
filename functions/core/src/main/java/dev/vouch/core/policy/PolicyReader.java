package dev.vouch.core.policy;

import dev.vouch.core.policy.Problem.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Turns a document into a policy, or says everything that is wrong with it. Nothing is ignored and
 * nothing is guessed: a member that this version does not know is refused, since somebody may rely
 * on what it was to forbid.
 *
 * <p>Limits: 100 registries, 10,000 grants, 1,000 denials, 1,000 entries in any list of a rule.
 */
public final class PolicyReader {
  static final int MAX_REGISTRIES = 100;
  static final int MAX_GRANTS = 10_000;
  static final int MAX_DENIALS = 1_000;

  private static final Set<String> KNOWN = Set.of("registries", "grants", "denials");

  private final Problems problems = new Problems();

  private PolicyReader() {}

  public static PolicyReading read(Node document) {
    PolicyReader reader = new PolicyReader();
    Optional<Policy> policy = reader.policy(document);
    List<Problem> found = reader.problems.found();
    if (!found.isEmpty()) {
      return new PolicyReading.Invalid(found);
    }
    return new PolicyReading.Valid(policy.orElseThrow());
  }

  private Optional<Policy> policy(Node document) {
    Optional<Node.Mapping> mapping = problems.mapping(document, "policy");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Members members = new Members(mapping.get(), "", problems, KNOWN, Set.of());
    Optional<Node> registries = members.required("registries");
    List<Registry> served =
        list(registries, "registries", MAX_REGISTRIES, new RegistryReader(problems)::read);
    refuseRepeatedHosts(registries);
    RuleReader rules = new RuleReader(problems, hosts(registries));
    Optional<Node> grantsNode = members.optional("grants");
    Optional<Node> denialsNode = members.optional("denials");
    List<Grant> grants = list(grantsNode, "grants", MAX_GRANTS, rules::grant);
    List<Denial> denials = list(denialsNode, "denials", MAX_DENIALS, rules::denial);
    refuseRepeatedNames(grantsNode, denialsNode);
    return Optional.of(new Policy(served, grants, denials));
  }

  private <T> List<T> list(
      Optional<Node> node, String path, int most, BiFunction<Node, String, Optional<T>> reader) {
    return node.map(n -> problems.list(n, path, most, reader)).orElse(List.of());
  }

  /** Looked up in the document, so that a registry with a problem makes no second one below. */
  private static Set<String> hosts(Optional<Node> registries) {
    Set<String> hosts = new HashSet<>();
    texts(registries, "host").forEach(host -> hosts.add(host.value()));
    return hosts;
  }

  private void refuseRepeatedHosts(Optional<Node> registries) {
    Set<String> seen = new HashSet<>();
    for (Found host : found(registries, "registries", "host")) {
      if (!seen.add(host.text().value())) {
        problems.add(
            host.path(),
            host.text(),
            Code.DUPLICATE_REGISTRY,
            "Another entry of registries has this host.");
      }
    }
  }

  /** Grants and denials share their names, so that a name says which rule is meant. */
  private void refuseRepeatedNames(Optional<Node> grants, Optional<Node> denials) {
    List<Found> names = new ArrayList<>(found(grants, "grants", "name"));
    names.addAll(found(denials, "denials", "name"));
    Map<String, String> first = new HashMap<>();
    for (Found name : names) {
      String other = first.putIfAbsent(name.text().value(), name.path());
      if (other != null) {
        problems.add(
            name.path(), name.text(), Code.DUPLICATE_NAME, other + " is the same name already.");
      }
    }
  }

  private record Found(String path, Node.Text text) {}

  private static List<Found> found(Optional<Node> list, String path, String member) {
    List<Found> found = new ArrayList<>();
    if (list.orElse(null) instanceof Node.Sequence(List<Node> items, int line)) {
      for (int i = 0; i < items.size(); i++) {
        String at = path + "[" + i + "]." + member;
        text(items.get(i), member).ifPresent(text -> found.add(new Found(at, text)));
      }
    }
    return found;
  }

  private static List<Node.Text> texts(Optional<Node> list, String member) {
    return found(list, "", member).stream().map(Found::text).toList();
  }

  private static Optional<Node.Text> text(Node node, String member) {
    if (!(node instanceof Node.Mapping(List<Node.Member> members, int line))) {
      return Optional.empty();
    }
    return members.stream()
        .filter(m -> m.name().equals(member))
        .findFirst()
        .map(Node.Member::value)
        .filter(Node.Text.class::isInstance)
        .map(Node.Text.class::cast);
  }
}

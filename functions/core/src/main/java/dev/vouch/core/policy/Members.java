package dev.vouch.core.policy;

import dev.vouch.core.policy.Problem.Code;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of one mapping, each asked for by name. A member that the language does not have is a
 * problem, never ignored: somebody meant something by it.
 */
final class Members {
  private final Node.Mapping mapping;
  private final String path;
  private final Problems problems;
  private final Map<String, Node> byName = new HashMap<>();

  /**
   * @param known every member that may be here
   * @param planned members that the language will have, so that the message can say so
   */
  Members(
      Node.Mapping mapping,
      String path,
      Problems problems,
      Set<String> known,
      Set<String> planned) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
    Set<String> seen = new HashSet<>();
    for (Node.Member member : mapping.members()) {
      String name = member.name();
      String at = at(name);
      if (!seen.add(name)) {
        problems.add(at, member.line(), Code.DUPLICATE_MEMBER, "This is written twice.");
      } else if (planned.contains(name)) {
        problems.add(
            at,
            member.line(),
            Code.NOT_SUPPORTED,
            "\"" + name + "\" is not supported by this version of Vouch.");
      } else if (!known.contains(name)) {
        problems.add(
            at, member.line(), Code.UNKNOWN_MEMBER, "There is no member \"" + name + "\" here.");
      } else {
        byName.put(name, member.value());
      }
    }
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  int line() {
    return mapping.line();
  }

  Optional<Node> optional(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Node> required(String name) {
    Node node = byName.get(name);
    return node != null
        ? Optional.of(node)
        : problems.add(at(name), mapping, Code.MISSING_MEMBER, "\"" + name + "\" is missing here.");
  }

  /** A required member of text. */
  Optional<String> text(String name) {
    return required(name).flatMap(node -> problems.text(node, at(name)));
  }

  /** The line of a member, or of the mapping when it is not there. */
  int line(String name) {
    return optional(name).map(Node::line).orElse(mapping.line());
  }
}

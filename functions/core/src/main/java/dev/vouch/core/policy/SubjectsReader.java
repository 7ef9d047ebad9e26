package dev.vouch.core.policy;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.policy.Problem.Code;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code to:}, which is {@code everyone} or groups and users. */
final class SubjectsReader {
  private static final Set<String> KNOWN = Set.of("groups", "users");

  private final Problems problems;

  SubjectsReader(Problems problems) {
    this.problems = problems;
  }

  Optional<Subjects> read(Node node, String path) {
    return switch (node) {
      case Node.Text(String word, int line) when word.equals("everyone") ->
          Optional.of(new Subjects.Everyone());
      case Node.Mapping mapping -> members(mapping, path);
      default ->
          problems.add(
              path,
              node,
              Code.WRONG_SUBJECTS,
              "This must be \"everyone\", or a mapping with \"groups\" or \"users\" or both.");
    };
  }

  private Optional<Subjects> members(Node.Mapping mapping, String path) {
    Members members = new Members(mapping, path, problems, KNOWN, Set.of());
    if (mapping.members().isEmpty()) {
      return problems.add(
          path, mapping, Code.WRONG_SUBJECTS, "This needs \"groups\" or \"users\" or both.");
    }
    List<String> groups =
        names(
            members,
            "groups",
            text -> Optional.of(text).filter(Texts::isGroup),
            Code.WRONG_GROUP,
            "A group is 1 to 64 lower-case letters, digits, '.', '_' and '-', the first a letter or"
                + " digit.");
    List<UserId> users =
        names(
            members,
            "users",
            text -> UserId.parse(text).filter(id -> id.value().equals(text)),
            Code.WRONG_USER,
            "A user is an e-mail address of at most 64 characters, in lower case.");
    return groups.isEmpty() && users.isEmpty()
        ? Optional.empty()
        : Optional.of(new Subjects.Members(groups, users));
  }

  private <T> List<T> names(
      Members members,
      String name,
      Function<String, Optional<T>> parser,
      Code code,
      String message) {
    return members
        .optional(name)
        .map(node ->
            problems.list(
                node,
                members.at(name),
                RuleReader.MAX_LIST,
                (item, path) -> {
                  Optional<String> text = problems.text(item, path);
                  Optional<T> parsed = text.flatMap(parser);
                  return text.isEmpty() || parsed.isPresent()
                      ? parsed
                      : problems.<T>add(path, item, code, message);
                }))
        .orElse(List.of());
  }
}

package dev.vouch.core.policy;

import dev.vouch.core.policy.Problem.Code;
import dev.vouch.core.registry.RepositoryPattern;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code grants} or {@code denials}. */
final class RuleReader {
  static final int MAX_LIST = 1_000;
  static final String EVERY_REGISTRY = "*";

  private static final Set<String> GRANT =
      Set.of("name", "owner", "to", "registry", "repositories", "actions", "lifetime");
  private static final Set<String> DENIAL =
      Set.of("name", "owner", "to", "registry", "repositories", "actions");
  private static final Set<String> PLANNED = Set.of("when");

  private final Problems problems;
  private final Set<String> hosts;
  private final SubjectsReader subjects;

  /**
   * @param hosts those of the document's registries, also of registries with another problem
   */
  RuleReader(Problems problems, Set<String> hosts) {
    this.problems = problems;
    this.hosts = hosts;
    this.subjects = new SubjectsReader(problems);
  }

  Optional<Grant> grant(Node node, String path) {
    return members(node, path, GRANT).flatMap(this::grant);
  }

  Optional<Denial> denial(Node node, String path) {
    return members(node, path, DENIAL).flatMap(this::denial);
  }

  private Optional<Members> members(Node node, String path, Set<String> known) {
    return problems
        .mapping(node, path)
        .map(mapping -> new Members(mapping, path, problems, known, PLANNED));
  }

  private Optional<Grant> grant(Members members) {
    Optional<String> name = name(members);
    Optional<String> owner = owner(members);
    Optional<Subjects> to = to(members);
    Optional<String> registry = registry(members, false);
    List<RepositoryPattern> repositories = repositories(members);
    Set<Action> actions = actions(members);
    if (actions.contains(Action.PUSH) && !actions.contains(Action.PULL)) {
      problems.add(
          members.at("actions"),
          members.line("actions"),
          Code.PUSH_WITHOUT_PULL,
          "A push needs pull too: write [pull, push].");
    }
    Optional<Lifetime> lifetime = lifetime(members);
    if (name.isEmpty()
        || to.isEmpty()
        || registry.isEmpty()
        || repositories.isEmpty()
        || !actions.contains(Action.PULL)
        || lifetime.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Grant(
            name.get(), owner, to.get(), registry.get(), repositories, actions, lifetime.get()));
  }

  private Optional<Denial> denial(Members members) {
    Optional<String> name = name(members);
    Optional<String> owner = owner(members);
    Optional<Subjects> to = to(members);
    Optional<String> registry = registry(members, true);
    List<RepositoryPattern> repositories = repositories(members);
    Set<Action> actions = actions(members);
    if (name.isEmpty()
        || to.isEmpty()
        || registry.isEmpty()
        || repositories.isEmpty()
        || actions.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> one = registry.filter(host -> !host.equals(EVERY_REGISTRY));
    return Optional.of(new Denial(name.get(), owner, to.get(), one, repositories, actions));
  }

  private Optional<String> name(Members members) {
    Optional<String> name = members.text("name");
    return name.isEmpty() || Texts.isName(name.get())
        ? name
        : problems.add(
            members.at("name"),
            members.line("name"),
            Code.WRONG_NAME,
            "A name is 1 to 64 letters, digits, '.', '_' and '-', the first a letter or digit.");
  }

  private Optional<String> owner(Members members) {
    String at = members.at("owner");
    Optional<String> owner = members.optional("owner").flatMap(node -> problems.text(node, at));
    return owner.isEmpty() || Texts.isAddress(owner.get())
        ? owner
        : problems.add(
            at, members.line("owner"), Code.WRONG_OWNER, "The owner must be an e-mail address.");
  }

  private Optional<Subjects> to(Members members) {
    return members.required("to").flatMap(node -> subjects.read(node, members.at("to")));
  }

  private Optional<String> registry(Members members, boolean mayBeAll) {
    Optional<String> host = members.text("registry");
    boolean known =
        host.map(h -> hosts.contains(h) || (mayBeAll && h.equals(EVERY_REGISTRY))).orElse(true);
    return known
        ? host
        : problems.add(
            members.at("registry"),
            members.line("registry"),
            Code.UNKNOWN_REGISTRY,
            "This must be the host of an entry of registries"
                + (mayBeAll ? ", or \"*\" for all of them." : "."));
  }

  private List<RepositoryPattern> repositories(Members members) {
    return members
        .required("repositories")
        .map(node -> problems.list(node, members.at("repositories"), MAX_LIST, this::repository))
        .orElse(List.of());
  }

  private Optional<RepositoryPattern> repository(Node node, String path) {
    Optional<String> text = problems.text(node, path);
    Optional<RepositoryPattern> pattern = text.flatMap(RepositoryPattern::parse);
    return text.isEmpty() || pattern.isPresent()
        ? pattern
        : problems.add(
            path,
            node,
            Code.WRONG_REPOSITORY,
            "This must be a repository name as ECR allows it, or a path that ends in \"/**\".");
  }

  private Set<Action> actions(Members members) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    members
        .required("actions")
        .map(node -> problems.list(node, members.at("actions"), MAX_LIST, this::action))
        .ifPresent(actions::addAll);
    return actions;
  }

  private Optional<Action> action(Node node, String path) {
    Optional<String> word = problems.text(node, path);
    Optional<Action> action = word.flatMap(Action::named);
    return word.isEmpty() || action.isPresent()
        ? action
        : problems.add(path, node, Code.UNKNOWN_ACTION, "An action is \"pull\" or \"push\".");
  }

  /** Empty only after a problem. */
  private Optional<Lifetime> lifetime(Members members) {
    Optional<Node> node = members.optional("lifetime");
    String at = members.at("lifetime");
    if (node.isEmpty()) {
      return Optional.of(Lifetime.DEFAULT);
    }
    Optional<String> text = problems.text(node.get(), at);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = Lifetime.parse(text.get());
    if (duration.isEmpty()) {
      return problems.add(
          at,
          node.get(),
          Code.WRONG_LIFETIME,
          "A lifetime is a number and s, m or h, such as 30s, 15m or 1h.");
    }
    if (duration.get().compareTo(Lifetime.MIN) < 0) {
      return problems.add(
          at, node.get(), Code.LIFETIME_TOO_SHORT, "The shortest lifetime is 5 seconds.");
    }
    if (duration.get().compareTo(Lifetime.MAX) > 0) {
      return problems.add(
          at, node.get(), Code.LIFETIME_TOO_LONG, "The longest lifetime is 12 hours.");
    }
    return duration.map(Lifetime::new);
  }
}

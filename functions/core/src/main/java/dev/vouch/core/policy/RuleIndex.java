package dev.vouch.core.policy;

import dev.vouch.core.identity.UserId;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules of one kind for one registry, found by person and repository without looking at the
 * others: the cost of a question grows with the person's groups and the depth of the repository's
 * path, not with the number of rules.
 */
final class RuleIndex<R extends Rule> {
  /** A rule and its place in the file; the first that applies is the one that is named. */
  private record Placed<R>(int place, R rule) {}

  /** The rules for one group, one user, or everyone. */
  private static final class Shelf<R extends Rule> {
    private final List<Placed<R>> all = new ArrayList<>();
    private final Map<RepositoryPattern, List<Placed<R>>> byPattern = new HashMap<>();

    void add(Placed<R> placed) {
      all.add(placed);
      for (RepositoryPattern pattern : placed.rule().repositories()) {
        List<Placed<R>> others = byPattern.computeIfAbsent(pattern, p -> new ArrayList<>());
        if (others.stream()
            .noneMatch(o -> o.rule().actions().containsAll(placed.rule().actions()))) {
          others.add(placed);
        }
      }
    }

    /** The earlier one of the first here and the best so far. */
    Optional<Placed<R>> first(
        List<RepositoryPattern> patterns, Set<Action> actions, Optional<Placed<R>> bestSoFar) {
      Optional<Placed<R>> best = bestSoFar;
      for (RepositoryPattern pattern : patterns) {
        for (Placed<R> placed : byPattern.getOrDefault(pattern, List.of())) {
          boolean earlier = best.isEmpty() || placed.place() < best.get().place();
          if (earlier && placed.rule().actions().containsAll(actions)) {
            best = Optional.of(placed);
          }
        }
      }
      return best;
    }
  }

  private final Map<String, Shelf<R>> groups = new HashMap<>();
  private final Map<UserId, Shelf<R>> users = new HashMap<>();
  private final Shelf<R> everyone = new Shelf<>();

  RuleIndex(List<R> rules) {
    for (int place = 0; place < rules.size(); place++) {
      Placed<R> placed = new Placed<>(place, rules.get(place));
      switch (placed.rule().to()) {
        case Subjects.Everyone() -> everyone.add(placed);
        case Subjects.Members(List<String> inGroups, List<UserId> ids) -> {
          inGroups.forEach(name -> groups.computeIfAbsent(name, n -> new Shelf<>()).add(placed));
          ids.forEach(id -> users.computeIfAbsent(id, n -> new Shelf<>()).add(placed));
        }
      }
    }
  }

  /** The first rule for the subject that covers one of the patterns and has all the actions. */
  Optional<R> first(Subject subject, List<RepositoryPattern> patterns, Set<Action> actions) {
    Optional<Placed<R>> best = everyone.first(patterns, actions, Optional.empty());
    Shelf<R> own = users.get(subject.user());
    if (own != null) {
      best = own.first(patterns, actions, best);
    }
    for (String name : subject.groups()) {
      Shelf<R> group = groups.get(name);
      if (group != null) {
        best = group.first(patterns, actions, best);
      }
    }
    return best.map(Placed::rule);
  }

  /** Every rule for the subject, in the order of the file. */
  List<R> all(Subject subject) {
    SortedMap<Integer, R> byPlace = new TreeMap<>();
    shelves(subject)
        .flatMap(shelf -> shelf.all.stream())
        .forEach(placed -> byPlace.put(placed.place(), placed.rule()));
    return List.copyOf(byPlace.values());
  }

  private Stream<Shelf<R>> shelves(Subject subject) {
    Stream<Shelf<R>> own = Stream.ofNullable(users.get(subject.user()));
    Stream<Shelf<R>> shared =
        subject.groups().stream().flatMap(name -> Stream.ofNullable(groups.get(name)));
    return Stream.concat(Stream.concat(own, shared), Stream.of(everyone));
  }
}

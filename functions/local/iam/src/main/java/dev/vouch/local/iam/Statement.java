package dev.vouch.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** One statement of a policy, ready to be asked. */
public final class Statement {
  enum Effect {
    ALLOW,
    DENY
  }

  /** A list and whether it is the negated element (NotAction, NotResource). */
  record Matcher(boolean negated, List<Predicate<String>> patterns) {
    boolean matches(String text) {
      return patterns.stream().anyMatch(pattern -> pattern.test(text)) != negated;
    }
  }

  private final int index;
  private final Optional<String> sid;
  private final Effect effect;
  private final Optional<List<PrincipalPattern>> principals;
  private final Matcher actions;
  private final Optional<Matcher> resources;
  private final List<Condition> conditions;

  Statement(
      int index,
      Optional<String> sid,
      Effect effect,
      Optional<List<PrincipalPattern>> principals,
      Matcher actions,
      Optional<Matcher> resources,
      List<Condition> conditions) {
    this.index = index;
    this.sid = sid;
    this.effect = effect;
    this.principals = principals;
    this.actions = actions;
    this.resources = resources;
    this.conditions = conditions;
  }

  /** The place in its document, from 0. */
  public int index() {
    return index;
  }

  public Optional<String> sid() {
    return sid;
  }

  Effect effect() {
    return effect;
  }

  boolean covers(RequestContext request) {
    String action = request.action().toLowerCase(Locale.ROOT);
    return principals.map(list -> named(list, request)).orElse(true)
        && actions.matches(action)
        && resources.map(list -> list.matches(request.resource())).orElse(true)
        && conditions.stream().allMatch(condition -> condition.holds(request));
  }

  /** The same, where it names the principal itself, and not only the account that it is of. */
  boolean coversByName(RequestContext request) {
    return covers(request)
        && principals
            .map(list -> list.stream().filter(one -> !one.delegates()).toList())
            .map(list -> named(list, request))
            .orElse(true);
  }

  private static boolean named(List<PrincipalPattern> patterns, RequestContext request) {
    return request.principal().stream()
        .anyMatch(principal -> patterns.stream().anyMatch(one -> one.matches(principal)));
  }

  @Override
  public String toString() {
    return "statement " + index + sid.map(text -> " (" + text + ")").orElse("");
  }
}

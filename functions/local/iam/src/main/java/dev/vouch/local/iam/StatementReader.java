package dev.vouch.local.iam;

import dev.vouch.local.iam.MalformedPolicyDocument.Code;
import dev.vouch.local.iam.PolicyDocument.Kind;
import dev.vouch.local.iam.Statement.Effect;
import dev.vouch.local.iam.Statement.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the Statement element. NotPrincipal and whatever IAM may add later are refused. */
final class StatementReader {
  private static final Set<String> MEMBERS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final Kind kind;

  StatementReader(Kind kind) {
    this.kind = kind;
  }

  List<Statement> read(Object element) {
    List<Statement> statements = new ArrayList<>();
    for (Object one : Elements.list(element, "Statement")) {
      statements.add(statement(statements.size(), Elements.object(one, "Statement")));
    }
    return statements;
  }

  private Statement statement(int index, Map<String, Object> members) {
    Elements.onlyKnown(members, MEMBERS, "Statement");
    return new Statement(
        index,
        sid(members),
        effect(Elements.string(Elements.required(members, "Effect"), "Effect")),
        principals(members),
        oneOf(members, "Action", StatementReader::action),
        resources(members),
        conditions(members));
  }

  private static Optional<String> sid(Map<String, Object> members) {
    if (!members.containsKey("Sid")) {
      return Optional.empty();
    }
    String sid = Elements.string(members.get("Sid"), "Sid");
    boolean plain = sid.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    if (sid.isEmpty() || !plain) {
      throw new MalformedPolicyDocument(Code.WRONG_TYPE, "Sid must be letters and digits");
    }
    return Optional.of(sid);
  }

  private static Effect effect(String word) {
    return switch (word) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw new MalformedPolicyDocument(Code.WRONG_EFFECT, "Effect " + word);
    };
  }

  private Optional<List<PrincipalPattern>> principals(Map<String, Object> members) {
    if (kind == Kind.IDENTITY) {
      refuse(members, "Principal", "an identity or session policy names no principal");
      return Optional.empty();
    }
    return Optional.of(PrincipalReader.read(Elements.required(members, "Principal")));
  }

  private Optional<Matcher> resources(Map<String, Object> members) {
    if (kind == Kind.TRUST) {
      refuse(members, "Resource", "a trust policy names no resource");
      refuse(members, "NotResource", "a trust policy names no resource");
      return Optional.empty();
    }
    return Optional.of(oneOf(members, "Resource", StatementReader::resource));
  }

  private static void refuse(Map<String, Object> members, String name, String why) {
    if (members.containsKey(name)) {
      throw new MalformedPolicyDocument(Code.UNKNOWN_ELEMENT, name + ": " + why);
    }
  }

  /** Exactly one of an element and its Not form. */
  private static Matcher oneOf(
      Map<String, Object> members, String name, Function<String, Predicate<String>> pattern) {
    boolean negated = members.containsKey("Not" + name);
    if (negated) {
      refuse(members, name, "not together with Not" + name);
    }
    String present = negated ? "Not" + name : name;
    List<String> values = Elements.strings(Elements.required(members, present), present);
    return new Matcher(negated, values.stream().map(pattern).toList());
  }

  /** {@code *}, or a service and an action; lower-cased, since actions have no case. */
  private static Predicate<String> action(String text) {
    int colon = text.indexOf(':');
    boolean whole = text.equals("*");
    boolean service =
        colon > 0 && text.chars().limit(colon).allMatch(c -> c == '-' || isLetterOrDigit(c));
    if (!whole && (!service || colon == text.length() - 1)) {
      throw new MalformedPolicyDocument(Code.WRONG_ACTION, "Action " + text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return action -> Glob.matches(lower, action);
  }

  private static boolean isLetterOrDigit(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static Predicate<String> resource(String text) {
    Elements.withoutVariables(text, "Resource");
    if (text.equals("*")) {
      return resource -> true;
    }
    ArnPattern pattern =
        ArnPattern.parse(text)
            .orElseThrow(() ->
                new MalformedPolicyDocument(
                    Code.WRONG_RESOURCE, "Resource " + text + " must be in ARN format or \"*\""));
    return pattern::matches;
  }

  private static List<Condition> conditions(Map<String, Object> members) {
    List<Condition> conditions = new ArrayList<>();
    if (!members.containsKey("Condition")) {
      return conditions;
    }
    Elements.object(members.get("Condition"), "Condition")
        .forEach((operator, keys) ->
            Elements.object(keys, operator)
                .forEach((key, values) ->
                    conditions.add(Condition.of(operator, key, Elements.values(values, key)))));
    return conditions;
  }
}

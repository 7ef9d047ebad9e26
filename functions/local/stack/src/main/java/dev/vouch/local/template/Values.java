package dev.vouch.local.template;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the template's references.
 *
 * @param references what {@code Ref} gives, by parameter or logical id; lists join with a comma;
 *     and {@code true} or {@code false} by condition, where the template does not say it
 * @param attributes what {@code Fn::GetAtt} gives, by {@code LogicalId.Attribute}
 */
public record Values(Map<String, String> references, Map<String, String> attributes) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");

  /** What takes a list's element or a member away; no value of a template holds this character. */
  private static final String NOTHING = "\0";

  /** Keeps its own copies. */
  public Values {
    references = Map.copyOf(references);
    attributes = Map.copyOf(attributes);
  }

  /**
   * The text of a value.
   *
   * @throws IllegalArgumentException for a reference to nothing, or an unknown function
   */
  String text(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case List<?> list -> String.join(",", texts(list));
      case Map<?, ?> function when function.size() == 1 -> {
        Map.Entry<?, ?> only = function.entrySet().iterator().next();
        yield call(String.valueOf(only.getKey()), Objects.requireNonNull(only.getValue()));
      }
      case null, default -> throw new IllegalArgumentException("not a value: " + value);
    };
  }

  private List<String> texts(List<?> list) {
    return list.stream().map(this::text).filter(text -> !text.equals(NOTHING)).toList();
  }

  private String call(String name, Object argument) {
    return switch (name) {
      case "Ref" ->
          argument.equals("AWS::NoValue") ? NOTHING : known(references, String.valueOf(argument));
      case "Fn::GetAtt" -> {
        List<?> path = (List<?>) argument;
        yield known(attributes, path.get(0) + "." + path.get(1));
      }
      case "Fn::Join" -> {
        List<?> parts = (List<?>) argument;
        String text = text(parts.get(1));
        yield text.replace(",", String.valueOf(parts.get(0)));
      }
      case "Fn::Split" -> {
        List<?> parts = (List<?>) argument;
        yield text(parts.get(1)).replace(String.valueOf(parts.get(0)), ",");
      }
      case "Fn::Select" -> {
        List<?> parts = (List<?>) argument;
        yield text(parts.get(1)).split(",", -1)[Integer.parseInt(text(parts.get(0)))];
      }
      case "Fn::If" -> text(branch((List<?>) argument));
      case "Fn::Sub" -> substitute(argument);
      default -> throw new IllegalArgumentException("not understood here: " + name);
    };
  }

  /** What {@code Fn::If} stands for. */
  private Object branch(List<?> parts) {
    return Objects.requireNonNull(parts.get(isTrue(String.valueOf(parts.get(0))) ? 1 : 2));
  }

  /** Whether a condition holds. */
  boolean isTrue(String condition) {
    return Boolean.parseBoolean(known(references, condition));
  }

  /** The same, with each condition of the template that is not among the references. */
  Values with(Map<?, ?> conditions) {
    Map<String, String> more = new LinkedHashMap<>(references);
    conditions.forEach((name, condition) ->
        more.computeIfAbsent(String.valueOf(name), n -> Boolean.toString(holds(condition))));
    return new Values(more, attributes);
  }

  private boolean holds(@Nullable Object condition) {
    Map.Entry<?, ?> only =
        ((Map<?, ?>) Objects.requireNonNull(condition)).entrySet().iterator().next();
    List<?> parts = (List<?>) Objects.requireNonNull(only.getValue());
    return switch (String.valueOf(only.getKey())) {
      case "Fn::Equals" -> text(parts.get(0)).equals(text(parts.get(1)));
      case "Fn::Not" -> !holds(parts.getFirst());
      case "Fn::Or" -> parts.stream().anyMatch(this::holds);
      default -> throw new IllegalArgumentException("not understood here: " + condition);
    };
  }

  /** A text with variables, alone or in a list with values of its own for some of them. */
  private String substitute(Object argument) {
    if (argument instanceof List<?> list) {
      Map<String, String> more = new HashMap<>(references);
      ((Map<?, ?>) list.get(1))
          .forEach((variable, value) -> more.put(String.valueOf(variable), text(value)));
      return new Values(more, attributes).substitute(list.get(0));
    }
    return VARIABLE
        .matcher(String.valueOf(argument))
        .replaceAll(variable -> {
          String name = variable.group(1);
          return Matcher.quoteReplacement(
              known(name.contains(".") ? attributes : references, name));
        });
  }

  /** The same structure with every function in it resolved. */
  Map<String, Object> resolved(Map<?, ?> structure) {
    Map<String, Object> all = new LinkedHashMap<>();
    structure.forEach((name, member) -> {
      Object value = part(Objects.requireNonNull(member));
      if (!value.equals(NOTHING)) {
        all.put(String.valueOf(name), value);
      }
    });
    return all;
  }

  private Object part(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.size() == 1 && map.get("Fn::If") instanceof List<?> parts ->
          part(branch(parts));
      case Map<?, ?> map when map.size() == 1 && isFunction(map.keySet().iterator().next()) ->
          text(map);
      case Map<?, ?> map -> resolved(map);
      case List<?> list ->
          list.stream().map(this::part).filter(part -> !part.equals(NOTHING)).toList();
      default -> value;
    };
  }

  private static boolean isFunction(Object name) {
    return name.equals("Ref") || String.valueOf(name).startsWith("Fn::");
  }

  private static String known(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the template refers to " + name + ", which is not there");
    }
    return value;
  }
}

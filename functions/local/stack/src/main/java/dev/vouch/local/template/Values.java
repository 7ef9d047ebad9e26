package dev.vouch.local.template;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the template's references.
 *
 * @param references what {@code Ref} gives, by parameter or logical id; lists join with a comma
 * @param attributes what {@code Fn::GetAtt} gives, by {@code LogicalId.Attribute}
 */
public record Values(Map<String, String> references, Map<String, String> attributes) {
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
      case Map<?, ?> function when function.size() == 1 -> {
        Map.Entry<?, ?> only = function.entrySet().iterator().next();
        yield call(String.valueOf(only.getKey()), Objects.requireNonNull(only.getValue()));
      }
      case null, default -> throw new IllegalArgumentException("not a value: " + value);
    };
  }

  private String call(String name, Object argument) {
    return switch (name) {
      case "Ref" -> known(references, String.valueOf(argument));
      case "Fn::GetAtt" -> {
        List<?> path = (List<?>) argument;
        yield known(attributes, path.get(0) + "." + path.get(1));
      }
      case "Fn::Join" -> {
        List<?> parts = (List<?>) argument;
        String text = text(parts.get(1));
        yield text.replace(",", String.valueOf(parts.get(0)));
      }
      default -> throw new IllegalArgumentException("not understood here: " + name);
    };
  }

  private static String known(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the template refers to " + name + ", which is not there");
    }
    return value;
  }
}

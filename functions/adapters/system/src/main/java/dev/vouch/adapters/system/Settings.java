package dev.vouch.adapters.system;

import io.micronaut.core.value.PropertyResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one function, all read and all right: a function with a wrong one does not start,
 * and says everything that is wrong at once.
 */
public final class Settings {
  private static final int LONGEST_SHOWN = 200;

  private final String function;
  private final List<Setting<?>> all;
  private final Map<String, Object> values = new HashMap<>();

  private Settings(String function, List<Setting<?>> all) {
    this.function = function;
    this.all = List.copyOf(all);
  }

  /**
   * Reads them.
   *
   * @param function its one name, such as {@code vend-aws}
   * @throws InvalidSettings where one is missing or wrong, with all that are
   */
  public static Settings read(
      String function, PropertyResolver properties, List<Setting<?>> wanted) {
    Settings settings = new Settings(function, wanted);
    List<InvalidSettings.Problem> problems = new ArrayList<>();
    for (Setting<?> setting : wanted) {
      settings.read(setting, properties).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new InvalidSettings(function, problems);
    }
    return settings;
  }

  private Optional<InvalidSettings.Problem> read(Setting<?> setting, PropertyResolver properties) {
    Optional<String> text = text(properties, setting.name()).or(setting::fallback);
    if (text.isEmpty()) {
      return Optional.of(problem(setting, "is not set"));
    }
    Optional<?> value = setting.reading().read(text.get(), name -> text(properties, name));
    if (value.isEmpty()) {
      return Optional.of(problem(setting, "is \"" + shown(text.get()) + "\""));
    }
    values.put(setting.name(), value.get());
    return Optional.empty();
  }

  /** A variable that is there and empty is what CloudFormation makes of a parameter left out. */
  private static Optional<String> text(PropertyResolver properties, String name) {
    return properties
        .getProperty(name, String.class)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static InvalidSettings.Problem problem(Setting<?> setting, String what) {
    return new InvalidSettings.Problem(setting.variable(), what, setting.expected());
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
  }

  /** The one name of the function that they are of. */
  public String function() {
    return function;
  }

  /** The value of a setting that was asked for. */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() ->
            new IllegalArgumentException("not a setting of this function: " + setting.name()));
  }

  /** The value of a setting; empty where the function does not have it. */
  @SuppressWarnings("unchecked") // each was put under the name of its own setting
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting.name()));
  }

  /** All that the function has, in the order in which they are read. */
  public List<Setting<?>> all() {
    return all;
  }
}

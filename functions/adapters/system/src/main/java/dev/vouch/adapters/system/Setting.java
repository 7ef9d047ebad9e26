package dev.vouch.adapters.system;

import java.util.Locale;
import java.util.Optional;

/**
 * One setting of a deployment. None is a secret, so a wrong one may be shown.
 *
 * @param name as Micronaut knows it, such as {@code vouch.public-base-url}
 * @param expected what it has to be, for the line that says it is not
 * @param fallback what it is where the deployment says nothing; without one it has to be set
 */
public record Setting<T>(
    String name, String expected, Optional<String> fallback, Reading<T> reading) {

  /** Reads a setting's text. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * @param others the text of the settings that this one has to go with, by name; empty where
     *     they are not set
     * @return empty where the text is not what is expected
     */
    Optional<T> read(String text, Others others);
  }

  /** The text of other settings. */
  @FunctionalInterface
  public interface Others {
    Optional<String> text(String name);
  }

  /** One that has to be set. */
  static <T> Setting<T> required(String name, String expected, Reading<T> reading) {
    return new Setting<>(name, expected, Optional.empty(), reading);
  }

  /** The same with a value where nothing is set. */
  Setting<T> or(String value) {
    return new Setting<>(name, expected, Optional.of(value), reading);
  }

  /** The environment variable. */
  public String variable() {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}

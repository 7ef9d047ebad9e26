package dev.vouch.adapters.system;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings that a function cannot start with. Its message is one line that names them all. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final transient List<Problem> problems;

  /**
   * One of them.
   *
   * @param variable the environment variable
   * @param what what is wrong with it, such as {@code is not set}
   * @param expected what it has to be
   */
  public record Problem(String variable, String what, String expected) {
    @Override
    public String toString() {
      return variable + " " + what + ", and has to be " + expected;
    }
  }

  InvalidSettings(String function, List<Problem> problems) {
    // without a stack trace: the runtime would print it below the one line
    super(line(function, problems), null, false, false);
    this.function = function;
    this.problems = List.copyOf(problems);
  }

  /** The one that a failure to wire a function comes from. */
  public static Optional<InvalidSettings> in(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InvalidSettings invalid) {
        return Optional.of(invalid);
      }
    }
    return Optional.empty();
  }

  public String function() {
    return function;
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String line(String function, List<Problem> problems) {
    return function
        + " does not start: "
        + problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }
}

package dev.vouch.local.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs everything here and prints a table in Markdown. */
public final class Main {
  private static final double DECISION_BUDGET = 50;
  private static final Map<String, String> NAMES =
      Map.of(
          "decide", "a policy decision among",
          "proof", "a DPoP proof verified",
          "evidence", "the touch behind a session verified again",
          "sessionPolicy", "the session policy of five grants compiled",
          "auditRecord", "an audit record written and hashed",
          "assertion", "a login ceremony verified, from its JSON");

  private Main() {}

  /**
   * @param arguments seconds for each measurement
   */
  public static void main(String[] arguments) throws RunnerException {
    int seconds = arguments.length == 1 ? Integer.parseInt(arguments[0]) : 2;
    Options options =
        new OptionsBuilder()
            .include(Main.class.getPackageName() + ".*")
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(seconds))
            .jvmArgs("--sun-misc-unsafe-memory-access=allow")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    System.out.print(table(results));
  }

  private static String table(Collection<RunResult> results) {
    List<String> lines =
        results.stream()
            .sorted(Comparator.comparing(Main::method).thenComparingInt(Main::grants))
            .map(Main::line)
            .toList();
    return "| what | median | p99 | budget | |\n| --- | --- | --- | --- | --- |\n"
        + String.join("", lines);
  }

  private static String line(RunResult result) {
    double median = result.getPrimaryResult().getStatistics().getPercentile(50);
    double p99 = result.getPrimaryResult().getStatistics().getPercentile(99);
    boolean isDecision = method(result).equals("decide");
    String what = NAMES.getOrDefault(method(result), method(result));
    return String.format(
        Locale.ROOT,
        "| %s | %.1f µs | %.1f µs | %s | %s |%n",
        isDecision ? "%s %,d grants".formatted(what, grants(result)) : what,
        median,
        p99,
        isDecision ? "p99 ≤ 50 µs" : "",
        isDecision ? p99 <= DECISION_BUDGET ? "met" : "**missed**" : "");
  }

  private static String method(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static int grants(RunResult result) {
    String grants = result.getParams().getParam("grants");
    return grants == null ? 0 : Integer.parseInt(grants);
  }
}

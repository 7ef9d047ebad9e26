package dev.vouch.adapters.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a function says of its requests: one line of JSON for each, and one more for a fault. The
 * line of a request is a metric too, in CloudWatch's Embedded Metric Format.
 *
 * <p>No line holds a header, a query, a body, a person's name or the message of an exception.
 *
 * <p>Lines go to standard output, which Lambda keeps as it is. Its own logger would wrap them in a
 * record, and CloudWatch finds a metric only at the top of a line (CloudWatch User Guide,
 * "Specification: Embedded metric format"; Lambda Developer Guide, "Log and monitor Java Lambda
 * functions").
 */
public final class RequestLog {
  private static final String NAMESPACE = "Vouch";
  private static final int MOST_CAUSES = 5;
  private static final double NANOSECONDS_IN_A_TENTH = 100_000;

  private final String function;
  private final String deployment;
  private final InstantSource clock;
  private final Consumer<String> out;

  /**
   * The log of a deployed function.
   *
   * @param function its one name, such as {@code vend-aws}
   */
  RequestLog(String function, PublicBaseUrl base, InstantSource clock) {
    this(function, base, clock, RequestLog::print);
  }

  /** The same, with another end for its lines. */
  public RequestLog(
      String function, PublicBaseUrl base, InstantSource clock, Consumer<String> out) {
    this.function = function;
    this.deployment = base.rpId();
    this.clock = clock;
    this.out = out;
  }

  /** The one name of the function. */
  String function() {
    return function;
  }

  /** One write for each line, so that no other comes in between. */
  static void print(String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  /**
   * Tells of a request that has been answered.
   *
   * @param request the id that Lambda gave it
   * @param cold whether it was the instance's first
   */
  void answered(String request, Answered answered, long nanoseconds, boolean cold) {
    answered.fault().ifPresent(fault -> fault(request, fault));
    Instant now = clock.instant();
    Map<String, Object> line = line(now, "INFO", "request", request);
    line.put("route", answered.route());
    line.put("status", answered.response().status());
    if (!answered.response().code().isEmpty()) {
      line.put("code", answered.response().code());
    }
    line.put("ms", Math.round(nanoseconds / NANOSECONDS_IN_A_TENTH) / 10.0);
    line.put("cold", cold);
    addMetrics(line, now, answered, cold);
    write(line);
  }

  /** Where a fault arose, without its message. */
  private void fault(String request, RuntimeException fault) {
    Map<String, Object> line = line(clock.instant(), "ERROR", "fault", request);
    if (fault instanceof Unavailable unavailable) {
      line.put("system", unavailable.what());
      line.put("kind", unavailable.kind().name().toLowerCase(Locale.ROOT));
      if (!unavailable.action().isEmpty()) {
        line.put("action", unavailable.action());
      }
    }
    line.put("causes", causes(fault));
    write(line);
  }

  private Map<String, Object> line(Instant now, String level, String event, String request) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", level);
    line.put("event", event);
    line.put("function", function);
    line.put("request", request);
    return line;
  }

  /** Only what is not zero: each metric is paid for, and Lambda counts the requests itself. */
  private void addMetrics(Map<String, Object> line, Instant now, Answered answered, boolean cold) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (metric.counts(answered, cold)) {
        metrics.add(ordered("Name", metric.title(), "Unit", "Count"));
        line.put(metric.title(), 1);
      }
    }
    if (metrics.isEmpty()) {
      return;
    }
    line.put("deployment", deployment);
    Map<String, Object> directive = new LinkedHashMap<>();
    directive.put("Namespace", NAMESPACE);
    // the alarms ask for a deployment as a whole, and the dashboard for each function
    directive.put("Dimensions", List.of(List.of("deployment"), List.of("deployment", "function")));
    directive.put("Metrics", metrics);
    line.put(
        "_aws", ordered("Timestamp", now.toEpochMilli(), "CloudWatchMetrics", List.of(directive)));
  }

  private static Map<String, Object> ordered(
      String first, Object value, String second, Object other) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(first, value);
    members.put(second, other);
    return members;
  }

  private void write(Map<String, Object> line) {
    out.accept(new String(Json.write(line), UTF_8));
  }

  private static List<String> causes(Throwable fault) {
    List<String> causes = new ArrayList<>();
    for (Throwable t = fault; t != null && causes.size() < MOST_CAUSES; t = t.getCause()) {
      StackTraceElement[] trace = t.getStackTrace();
      causes.add(t.getClass().getName() + (trace.length > 0 ? " at " + trace[0] : ""));
    }
    return causes;
  }
}

package dev.vouch.local;

import dev.vouch.local.CallRecorder.Invocation;
import dev.vouch.local.Web.Reply;
import dev.vouch.local.aws.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.NullMarked;

/** Vends and logins through the functions of the zips, and a table of what they cost. */
@NullMarked
public final class ServerFigures {
  private static final List<String> OPERATIONS =
      List.of(
          "BatchGetItem",
          "GetItem",
          "Query",
          "PutItem",
          "TransactWriteItems",
          "UpdateItem",
          "Sign",
          "GenerateMac",
          "VerifyMac",
          "AssumeRoleWithWebIdentity",
          "GetAuthorizationToken");
  private static final Map<String, Integer> ROUND_TRIPS =
      Map.of("DynamoDB", 3, "ECR", 1, "KMS", 1, "STS", 1);
  private static final int PEOPLE = 40;
  private static final Kind VEND = new Kind("vend", "VendAws", 1);
  private static final Kind LOGIN = new Kind("login, four requests", "Authenticate", 4);
  private static final double NANOSECONDS_PER_MS = 1e6;

  /** What is measured, the function that answers it, and in how many requests. */
  private record Kind(String name, String function, int requests) {}

  private final CallRecorder recorder;
  private final Line line;
  private final int seconds;
  private final StringBuilder text =
      new StringBuilder(
          """
          | call | upstreams answer after | server processor time, median | median | p99 | at calls a second |
          | --- | --- | --- | --- | --- | --- |
          """);

  private ServerFigures(CallRecorder recorder, Line line, int seconds) {
    this.recorder = recorder;
    this.line = line;
    this.seconds = seconds;
  }

  /**
   * @param arguments seconds for each measurement, and thousands of vends before them at most
   */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    int thousands = Integer.parseInt(arguments[1]);
    CallRecorder recorder = new CallRecorder();
    Path folder = Files.createTempDirectory("vouch-bench");
    try (Line line = new Line(folder.resolve("line"), Trouble.unthrottled(recorder))) {
      System.out.print(new ServerFigures(recorder, line, seconds).measure(thousands));
    }
    System.exit(0);
  }

  private String measure(int thousands) throws Exception {
    // a key answers one login after the other, so nobody logs in twice at once
    BlockingQueue<Person> people = new LinkedBlockingQueue<>(line.people(PEOPLE));
    Person.Session session = people.element().login().run();
    Load vends = new Load(() -> vend(session));
    Load logins = new Load(() -> logIn(people));
    new WarmUp(() -> thousand(vends), thousands).run();
    row(VEND, vends, Duration.ZERO);
    Map<String, Integer> calls = usualCalls();
    row(VEND, vends, Duration.ofMillis(20));
    logins.saturation(seconds);
    row(LOGIN, logins, Duration.ZERO);
    row(LOGIN, logins, Duration.ofMillis(20));
    return text + budgets(calls);
  }

  private double thousand(Load vends) {
    recorder.clear();
    vends.make(WarmUp.THOUSAND);
    return ms(at(recorder.spent(VEND.function()), 0.5));
  }

  static void vend(Person.Session session) {
    Reply reply = session.vend(UUID.randomUUID().toString());
    if (reply.status() != 200) {
      throw new IllegalStateException("no credential: " + reply.status() + " " + reply.code());
    }
  }

  private static void logIn(BlockingQueue<Person> people) {
    try {
      Person person = people.take();
      try {
        person.login().run();
      } finally {
        people.add(person);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One line of the table. */
  private void row(Kind kind, Load load, Duration upstream) throws Exception {
    line.faults().clear();
    if (!upstream.isZero()) {
      OPERATIONS.forEach(each -> line.faults().always(each, new Fault.Late(upstream)));
    }
    double rate = load.saturation(seconds) / 2;
    recorder.clear();
    List<Long> took = load.at(rate, seconds);
    double processor = kind.requests() * ms(at(recorder.spent(kind.function()), 0.5));
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %d ms | %.2f ms | %.1f ms | %.1f ms | %.0f |%n",
            kind.name(),
            upstream.toMillis(),
            processor,
            ms(at(took, 0.5)),
            ms(at(took, 0.99)),
            rate));
  }

  /** The calls of each service that a vend makes when its instance is not new. */
  private Map<String, Integer> usualCalls() {
    Map<String, List<Integer>> made = new TreeMap<>();
    for (Invocation invocation : recorder.noted()) {
      if (invocation.function().equals(VEND.function())) {
        invocation
            .calls()
            .forEach((service, calls) ->
                made.computeIfAbsent(service.toUpperCase(Locale.ROOT), s -> new ArrayList<>())
                    .add(calls));
      }
    }
    Map<String, Integer> usual = new TreeMap<>();
    made.forEach((service, calls) -> {
      calls.sort(null);
      usual.put(service, calls.get(calls.size() / 2));
    });
    return usual;
  }

  private static String budgets(Map<String, Integer> calls) {
    StringBuilder lines = new StringBuilder("\n| budget | measured | |\n| --- | --- | --- |\n");
    new TreeMap<>(ROUND_TRIPS)
        .forEach((service, most) -> {
          int made = calls.getOrDefault(service.toUpperCase(Locale.ROOT), 0);
          lines.append(
              String.format(
                  Locale.ROOT,
                  "| a warm vend, at most %d to %s | %d | %s |%n",
                  most,
                  service,
                  made,
                  verdict(made > 0 && made <= most)));
        });
    return lines.toString();
  }

  private static String verdict(boolean held) {
    return held ? "met" : "**missed**";
  }

  private static long at(List<Long> sorted, double quantile) {
    return sorted.get(Math.min(sorted.size() - 1, (int) (quantile * sorted.size())));
  }

  private static double ms(long nanoseconds) {
    return nanoseconds / NANOSECONDS_PER_MS;
  }
}

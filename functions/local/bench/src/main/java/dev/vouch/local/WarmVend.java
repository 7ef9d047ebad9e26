package dev.vouch.local;

import dev.vouch.local.WarmUp.Warm;
import dev.vouch.local.instance.Instance;
import dev.vouch.local.instance.Jars;
import dev.vouch.local.instance.Layout;
import dev.vouch.local.instance.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * What a vend costs in an instance of its own, under Lambda's runtime interface client: the
 * processor time of the whole process, compilers and collector included.
 */
@NullMarked
public final class WarmVend {
  private static final String FUNCTION = "VendAws";
  private static final double BUDGET = 4;
  private static final double NANOSECONDS_PER_MS = 1e6;

  private final List<Path> runtime;
  private final Task task;
  private final Events events;
  private final int thousands;

  private WarmVend(List<Path> runtime, Task task, Events events, int thousands) {
    this.runtime = runtime;
    this.task = task;
    this.events = events;
    this.thousands = thousands;
  }

  /**
   * @param arguments the folder of the runtime interface client's jars, and thousands of vends at
   *     most
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("vouch-warm");
    try (Line line = new Line(folder.resolve("line"), Trouble.unthrottled(step -> {}))) {
      Events events = new Events(line, line.enrolled("user@example.com"));
      Task task = new Tasks(line, folder).function(FUNCTION);
      System.out.print(
          new WarmVend(Jars.in(Path.of(arguments[0])), task, events, Integer.parseInt(arguments[1]))
              .measure());
    }
    System.exit(0);
  }

  private String measure() throws Exception {
    Layout first = Layout.managed();
    Warm both = warm(first.bothCompilers());
    return WarmUp.HEADER
        + both.row("C1, then C2")
        + warm(first).row("C1 alone")
        + budget(both.last());
  }

  private Warm warm(Layout layout) throws Exception {
    try (Instance instance = Instance.spawn(runtime, layout, task, Map.of())) {
      return new WarmUp(() -> thousand(instance), thousands).run();
    }
  }

  private double thousand(Instance instance) throws IOException, InterruptedException {
    long before = instance.processor();
    for (int i = 0; i < WarmUp.THOUSAND; i++) {
      Events.answered(instance.answer(events.make(FUNCTION)).body());
    }
    return (instance.processor() - before) / (NANOSECONDS_PER_MS * WarmUp.THOUSAND);
  }

  private static String budget(double measured) {
    return String.format(
        Locale.ROOT,
        "%n| budget | measured | |%n| --- | --- | --- |%n"
            + "| a warm vend, at most 4 ms of processor time (stretch: 2 ms) | %.2f ms, %.2f × | %s"
            + " |%n",
        measured,
        measured / BUDGET,
        measured <= BUDGET ? "met" : "**missed**");
  }
}
